import type { ScriptAction } from '../configuration/schema.ts'

/** What stands for `{ANI}` and its like in a Studio script's text. */
export interface ScriptNumbers {
  ani: string
  dnis: string
  contact: string
  skill: string
}

const PLACE = /\{(ani|dnis|contactid|skillname)\}/gi

/**
 * The script's ASSIGNs by lower-case name, the form in which a mapping asks for them (R032). With a voice contact only those
 * travel whose ScreenPop property is True (R035).
 */
export function scriptVariables(script: readonly ScriptAction[], media: 'voice' | 'digital', numbers: ScriptNumbers): Record<string, string> {
  const places: Record<string, string> = { ani: numbers.ani, dnis: numbers.dnis, contactid: numbers.contact, skillname: numbers.skill }
  const variables: Record<string, string> = {}
  for (const action of script) {
    if (!('ASSIGN' in action)) continue
    const { variable, value, screenPop } = action.ASSIGN
    if (media === 'digital' || screenPop) variables[variable.toLowerCase()] = value.replace(PLACE, (_, name: string) => places[name.toLowerCase()] ?? '')
  }
  return variables
}
