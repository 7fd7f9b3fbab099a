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
  readonly #names: string[] = []
  /** Is it a blank for JSON that is written already? */
  readonly #json: boolean[] = []
  /** What follows each blank. */
  readonly #rests: string[] = []
  readonly #last: unknown[] = []
  /** What each blank was filled with last, and its rest. */
  readonly #filled: string[] = []

  constructor(example: unknown, write: (value: unknown) => string | undefined = JSON.stringify) {
    this.#write = write
    const [start = '', ...parts] = JSON.stringify(example).split(BLANKS)
    this.#start = start
    for (let at = 0; at < parts.length; at += 5) {
      this.#json.push((parts[at] ?? parts[at + 2]) === '2')
      this.#names.push((parts[at + 1] ?? parts[at + 3]) as string)
      this.#rests.push(parts[at + 4] as string)
      this.#last.push(this)
    }
  }

  /** Values are strings, numbers, booleans, null, and plain data that does not change. */
  fill(values: object, json: Readonly<Record<string, string>> = {}): string {
    let text = this.#start
    for (let at = 0; at < this.#names.length; at++) {
      const name = this.#names[at] as string
      if (this.#json[at]) text += json[name] + (this.#rests[at] as string)
      else {
        const value = (values as Record<string, unknown>)[name]
        if (value !== this.#last[at]) {
          this.#last[at] = value
          this.#filled[at] = (this.#write(value) ?? 'null') + this.#rests[at]
        }
        text += this.#filled[at]
      }
    }
    return text
  }
}
