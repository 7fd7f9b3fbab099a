/** What an expression can be worth: JSON values. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value }

/** An expression that cannot be read or worked out, with its place in the text. */
export class ExpressionError extends Error {
  override name = 'ExpressionError'
  /** Characters from the start of the text. */
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

/** What no sensible flow comes near, and a hostile one runs into. */
export const limits = {
  /** Characters of a template. */
  template: 100_000,
  /** Characters of what it renders to, and of every text on the way. */
  text: 1_000_000,
  /** Brackets in brackets. */
  depth: 50,
  /** Nodes worked out, and characters that filters read, in one rendering. */
  work: 5_000_000,
} as const

/** As a template prints it: null is nothing (source: Pebble, documented), what has parts is JSON. */
export function asText(value: Value): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Half of a surrogate pair has no encoding; Java writes a question mark. */
export const encodable = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '?')

export const isMap = (value: Value): value is { readonly [name: string]: Value } => typeof value === 'object' && value !== null && !Array.isArray(value)

export function kindOf(value: Value): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a map' : `the ${typeof value === 'string' ? 'text' : typeof value} ${JSON.stringify(value).slice(0, 40)}`
}
