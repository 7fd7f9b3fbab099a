import type { ScriptAction } from '../configuration/schema.ts'
import { fill, type Payloads } from '../cxone/script.ts'

/** What stands for `{ANI}` and its like in a Studio script's text. */
export interface ScriptNumbers {
  ani: string
  dnis: string
  contact: string
  skill: string
}

const PLACE = /\{([\w.]+)\}/g

/** What a script makes of the numbers of a contact. */
export type ScriptVariables = (media: 'voice' | 'digital', numbers: ScriptNumbers) => Record<string, string>

/** An ASSIGN, or the payloads of a SNIPPET that an ASSIGN may turn into text. */
type Step = { name: string /** Text and names of places in turn. */; pieces: readonly string[]; value: string; screenPop: boolean } | { payloads: Payloads }

/**
 * The script's ASSIGNs by lower-case name, the form in which a mapping asks for them (R032), each with what stands before it in
 * the script filled in. With a voice contact only those travel whose ScreenPop property is True (R035).
 */
export function scriptVariables(script: readonly ScriptAction[]): ScriptVariables {
  const asText = script.some((action) => 'ASSIGN' in action && action.ASSIGN.value.includes('()}'))
  const steps = script.flatMap((action): Step[] => {
    if ('SNIPPET' in action) return asText ? [{ payloads: action.SNIPPET }] : []
    if (!('ASSIGN' in action)) return []
    const { variable, value, screenPop } = action.ASSIGN
    return [{ name: variable.toLowerCase(), pieces: value.split(PLACE), value, screenPop }]
  })
  return (media, { ani, dnis, contact, skill }) => {
    const known: Record<string, string> = { ani, dnis, contactid: contact, skillname: skill }
    const payloads: Record<string, unknown> = {}
    const variables: Record<string, string> = {}
    for (const step of steps) {
      if ('payloads' in step) {
        Object.assign(payloads, fill(step.payloads, known, payloads))
        continue
      }
      const { name, pieces, value, screenPop } = step
      const text = value.includes('()}') ? String(fill(value, known, payloads)) : joined(pieces, known)
      known[name] = text
      if (screenPop || media === 'digital') variables[name] = text
    }
    return variables
  }
}

/** A name that nobody set is nothing, as in Studio. */
const joined = (pieces: readonly string[], known: Readonly<Record<string, string>>): string =>
  pieces.length === 1 ? (pieces[0] as string) : pieces.map((piece, i) => (i % 2 === 0 ? piece : named(known, piece.toLowerCase()))).join('')

const named = (known: Readonly<Record<string, string>>, name: string): string => (Object.hasOwn(known, name) ? (known[name] as string) : '')
