const NAME = /^[\w-]+$/
const VALUE = /^[\x20-\x7e]*$/

/** What HTTP carries as it stands: nothing in it ends the line, or needs a closer look. Values that are plain one by one are so together. */
export const isPlainName = (name: string): boolean => NAME.test(name)
export const isPlainValue = (value: string): boolean => VALUE.test(value)

/** Headers that many answers share: made and looked at once, and kept once by a journal of thousands. Names in lower case. Throws a TypeError for a line that is not plain. */
export class SharedHeaders {
  readonly values: Readonly<Record<string, string>>
  /** As they go over the wire. */
  readonly lines: string

  constructor(values: Record<string, string>) {
    for (const [name, value] of Object.entries(values))
      if (!isPlainName(name) || !isPlainValue(value)) throw new TypeError(`The header ${JSON.stringify(name)} has a character that HTTP does not carry.`)
    this.values = Object.freeze(values)
    this.lines = Object.entries(values)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')
  }
}

/** The headers of one answer: what it shares with others, its own, and its cookies, which are secrets and in no journal. */
export interface Head {
  shared: SharedHeaders
  /** Names in lower case. A list is sent as so many headers of one name. */
  own: Record<string, string | string[]>
  /** Values of `set-cookie`. */
  cookies?: readonly string[]
}

export const NOTHING_SHARED = new SharedHeaders({})

/** Any but `set-cookie`. */
export const headerOf = ({ shared, own }: Pick<Head, 'shared' | 'own'>, name: string): string | string[] | undefined => own[name] ?? shared.values[name]

/** The mock's headers with those of a reply over them, whatever their case. */
export function headWith(head: Head, headers: Readonly<Record<string, string | string[]>>): Head {
  let { shared, own, cookies } = head
  for (const name in headers) {
    const key = name.toLowerCase()
    const value = headers[name] as string | string[]
    if (key === 'set-cookie') cookies = typeof value === 'string' ? [value] : value
    else {
      if (Object.hasOwn(shared.values, key)) [shared, own] = [NOTHING_SHARED, { ...shared.values, ...own }]
      own[key] = value
    }
  }
  return { shared, own, ...(cookies ? { cookies } : {}) }
}

/** Each line of it, in order. */
export function* linesOf({ shared, own, cookies = [] }: Head): Generator<[name: string, value: string]> {
  for (const name in shared.values) yield [name, shared.values[name] as string]
  for (const name in own) for (const value of [own[name] as string | string[]].flat()) yield [name, value]
  for (const cookie of cookies) yield ['set-cookie', cookie]
}
