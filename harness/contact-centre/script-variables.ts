import type { ScriptAction } from '../configuration/schema.ts'

/** What stands for `{ANI}` and its like in a Studio script's text. */
export interface ScriptNumbers {
  ani: string
  dnis: string
  contact: string
  skill: string
}

const PLACE = /\{(ani|dnis|contactid|skillname)\}/gi

/** What a script makes of the numbers of a contact. */
export type ScriptVariables = (media: 'voice' | 'digital', numbers: ScriptNumbers) => Record<string, string>

/**
 * The script's ASSIGNs by lower-case name, the form in which a mapping asks for them (R032). With a voice contact only those
 * travel whose ScreenPop property is True (R035).
 */
export function scriptVariables(script: readonly ScriptAction[]): ScriptVariables {
  // Text and names of places in turn.
  const assigns = script.flatMap((action) =>
    'ASSIGN' in action ? [{ name: action.ASSIGN.variable.toLowerCase(), pieces: action.ASSIGN.value.split(PLACE), screenPop: action.ASSIGN.screenPop }] : [],
  )
  const travelling = assigns.filter(({ screenPop }) => screenPop)
  return (media, { ani, dnis, contact, skill }) => {
    const places: Record<string, string> = { ani, dnis, contactid: contact, skillname: skill }
    const variables: Record<string, string> = {}
    for (const { name, pieces } of media === 'digital' ? assigns : travelling)
      variables[name] = pieces.length === 1 ? (pieces[0] as string) : pieces.map((piece, i) => (i % 2 === 0 ? piece : places[piece.toLowerCase()])).join('')
    return variables
  }
}
