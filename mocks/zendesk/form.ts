/** A blank in a form for the value of this name. */
export const blank = (name: string): string => `\u0001${name}\u0001`
/** A blank for JSON that is written already. */
export const blankJson = (name: string): string => `\u0002${name}\u0002`

/** A record of any kind for an example: it has a blank under every name but its own. */
export const blanks = <T>(own: object = {}): T => new Proxy(own, { get: (_, name) => (name in own ? own[name as keyof typeof own] : blank(String(name))) }) as T

/** As JSON.stringify writes them: quoted where the blank is a whole string, bare inside of one (an id in an address). */
const BLANKS = /"\\u000([12])(\w+)\\u000\1"|\\u000([12])(\w+)\\u000\3/

/**
 * JSON of one shape, written several times faster than from an object: what is the same for all stands there, and of
 * the values those are written that differ from the last ones. Made from an example with blanks, so that a shape is told
 * in one place.
 */
export class Form {
  readonly #write: (value: unknown) => string | undefined
  readonly #start: string
  readonly #blanks: Blank[] = []

  constructor(example: unknown, write: (value: unknown) => string | undefined = JSON.stringify) {
    this.#write = write
    const [start = '', ...parts] = JSON.stringify(example).split(BLANKS)
    this.#start = start
    for (let at = 0; at < parts.length; at += 5) {
      const json = (parts[at] ?? parts[at + 2]) === '2'
      const name = (parts[at + 1] ?? parts[at + 3]) as string
      this.#blanks.push({ name, json, rest: parts[at + 4] as string, last: NOTHING, filled: '' })
    }
  }

  /** Values are strings, numbers, booleans, null, and plain data that does not change. */
  fill(values: object, json: Readonly<Record<string, string>> = {}): string {
    let text = this.#start
    for (const blank of this.#blanks) {
      if (blank.json) text += json[blank.name] + blank.rest
      else {
        const value = (values as Record<string, unknown>)[blank.name]
        if (value !== blank.last) {
          blank.last = value
          blank.filled = (this.#write(value) ?? 'null') + blank.rest
        }
        text += blank.filled
      }
    }
    return text
  }
}

interface Blank {
  readonly name: string
  /** For JSON that is written already. */
  readonly json: boolean
  /** What follows it. */
  readonly rest: string
  last: unknown
  /** What it was filled with last, and its rest. */
  filled: string
}
const NOTHING = Symbol('nothing yet')
