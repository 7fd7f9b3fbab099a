import { asText, type Value } from './expressions/value.ts'
import type { Activity } from './format.ts'

/** How exports write what an activity has several of. The engine and the checks read it here, so that they read the same. */

const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value)
const objectsIn = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map((one) => (isObject(one) ? one : {})) : [])

export interface Prompt {
  kind: 'speech' | 'file'
  text: string
}

/** What an activity lets the caller hear, in its order: `promptsTts` where text is spoken, `prompts` where files are played. */
export const promptsOf = ({ properties }: Activity): Prompt[] =>
  [properties.promptsTts, properties.prompts].flatMap(objectsIn).flatMap(({ type, value, name }): Prompt[] => {
    const text = typeof value === 'string' ? value : typeof name === 'string' ? name : ''
    return text.trim() === '' ? [] : [{ kind: type === 'tts' ? 'speech' : 'file', text }]
  })

export interface Output {
  variable: string
  path: string
}

/** What is taken out of an answer, and where it goes. `Select` is the designer's word for "none chosen yet". */
export const outputsOf = ({ properties }: Activity): Output[] =>
  objectsIn(properties.outputVariableArray).flatMap(({ outputVariable, jsonPathExp }): Output[] => {
    const path = asText((jsonPathExp ?? null) as Value).trim()
    return typeof outputVariable === 'string' && outputVariable !== '' && outputVariable !== 'Select' && path !== '' ? [{ variable: outputVariable, path }] : []
  })

/** What a set-variable sets, one by one: `setVariablesArray`, which newer exports have beside the first one (recorded), or the one. */
export function settingsOf({ type, properties }: Activity): Readonly<Record<string, unknown>>[] {
  if (type !== 'set-variable') return []
  const several = objectsIn(properties.setVariablesArray)
  return several.length > 0 ? several : [properties]
}

/** Names and values of a query or of headers, which exports have as one object; undefined where they are anything else. */
export function pairsOf({ properties }: Activity, property: string): [name: string, value: string][] | undefined {
  const given = properties[property]
  if (given === undefined || given === null || given === '') return []
  return isObject(given) ? Object.entries(given).map(([name, value]) => [name, asText((value ?? null) as Value)]) : undefined
}
