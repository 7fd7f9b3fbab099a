import { asText, encodable, type Value } from './expressions/value.ts'
import type { FlowVariable, VariableType } from './format.ts'

/** A value that a variable of this type cannot hold. */
export class WrongType extends Error {
  override name = 'WrongType'
}

/** Variables of one call. */
export interface Variables {
  get(name: string): Value | undefined
  /** Answers the value as it is kept. Throws WrongType; a RangeError when there is no such variable. */
  set(name: string, value: Value): Value
  names(): string[]
  isSecure(name: string): boolean
  /** A text with the values of secure variables blotted out. */
  blot(text: string): string
  /** Counts up whenever a variable gets another value. */
  readonly version: number
  all(): Record<string, string>
}

const BLOT = '***'

/** What may be meant by a variable that the flow does not declare. */
export const GLOBAL = 'A global variable of the tenant is declared under "globals" in the configuration.'

/** A text as it stands in texts, in URLs and between quotation marks; the longest first, for one may be a part of another. */
function formsOf(text: string): string[] {
  const quoted = JSON.stringify(text).slice(1, -1)
  const coded = encodeURIComponent(encodable(text))
  return [...new Set([text, quoted, encodeURI(encodable(text)), coded, coded.replaceAll('%20', '+')])].sort((a, b) => b.length - a.length)
}

export function createVariables(
  declared: readonly FlowVariable[],
  adapted: Readonly<Record<string, string>>,
  globals: Readonly<Record<string, string>>,
): Variables {
  const types = new Map<string, VariableType>([
    ...Object.keys(globals).map((name) => [name, 'STRING'] as const),
    ...declared.map(({ name, type }) => [name, type] as const),
  ])
  const secure = new Set(declared.filter((one) => one.secure).map(({ name }) => name))
  const values = new Map<string, Value>([
    ...Object.entries(globals),
    ...declared.map(({ name, type, value }) => [name, initial(type, adapted[name] ?? value)] as const),
  ])
  let version = 0
  const blot = (text: string) => {
    let blotted = text
    for (const name of secure) {
      const value = asText(values.get(name) ?? null)
      if (value.length > 2) for (const form of formsOf(value)) blotted = blotted.replaceAll(form, BLOT)
    }
    return blotted
  }
  return {
    get: (name) => values.get(name),
    set(name, value) {
      const type = types.get(name)
      if (type === undefined) throw new RangeError(`There is no variable "${name}".`)
      const kept = converted(type, value)
      if (values.get(name) !== kept) version++
      values.set(name, kept)
      return kept
    },
    names: () => [...values.keys()],
    isSecure: (name) => secure.has(name),
    blot,
    get version() {
      return version
    },
    all: () => Object.fromEntries([...values].map(([name, value]) => [name, secure.has(name) ? BLOT : asText(value)])),
  }
}

/** A default that does not fit its type counts as empty, as a fresh variable does. */
export function initial(type: VariableType, text: string): Value {
  try {
    return converted(type, text)
  } catch {
    return type === 'BOOLEAN' ? false : type === 'INTEGER' || type === 'DECIMAL' ? 0 : ''
  }
}

/** Whether a default is one of its type; no default at all is none that is wrong. */
export function fits(type: VariableType, text: string): boolean {
  try {
    if (text.trim() !== '') converted(type, text)
    return true
  } catch {
    return false
  }
}

/** A value in a variable's type. JSON null becomes the text `null` (inferred: what callers of published templates hear). */
export function converted(type: VariableType, value: Value): Value {
  const text = value === null ? 'null' : asText(value).trim()
  const wrong = () => new WrongType(`"${text.slice(0, 60)}" is no ${type}.`)
  switch (type) {
    case 'INTEGER':
      if (!/^-?\d{1,15}(\.0+)?$/.test(text)) throw wrong()
      return Number(text)
    case 'DECIMAL':
      // What a sum comes to has as many digits as it has.
      if (typeof value === 'number' && Number.isFinite(value)) return value
      if (!/^-?\d{1,15}(\.\d+)?$/.test(text)) throw wrong()
      return Number(text)
    case 'BOOLEAN':
      if (!/^(true|false)$/i.test(text)) throw wrong()
      return text.toLowerCase() === 'true'
    case 'JSON':
      return typeof value === 'string' ? parsed(value, wrong) : value
    case 'STRING':
    case 'DATETIME':
      return value === null ? 'null' : asText(value)
  }
}

function parsed(text: string, wrong: () => Error): Value {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text) as Value
  } catch {
    throw wrong()
  }
}
