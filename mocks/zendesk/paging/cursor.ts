/**
 * Zendesk's cursor text: base64 of `{"o": sort, "v": values}`, where `o` is the sort (`nice_id`, `created_at,id`, `-score,id`) and `v` the
 * base64 of a row's values, each behind a letter for its type: `i` int64, `d` seconds since the epoch as int64, `s` a
 * uint32 count of its characters and their bytes; little endian (decoded from recordings).
 */
export type CursorType = 'i' | 's' | 'd'

export interface SortKey<T> {
  type: CursorType
  of(row: T): number | string
}

/** A total order with its name on the wire; a leading `-` turns the first key around. */
export interface Order<T> {
  name: string
  keys: readonly SortKey<T>[]
}

export type Position = readonly (number | string)[]

export const positionOf = <T>(order: Order<T>, row: T): Position => order.keys.map((key) => key.of(row))

/** Negative when `a` comes first. */
export function compare<T>(order: Order<T>, a: Position, b: Position): number {
  for (let i = 0; i < order.keys.length; i++) {
    const [left, right] = [a[i] as number | string, b[i] as number | string]
    if (left === right) continue
    return (left < right ? -1 : 1) * (i === 0 && order.name.startsWith('-') ? -1 : 1)
  }
  return 0
}

/** `createdAt`: ms, of a cursor that does not hold for ever. */
export function encodeCursor<T>(order: Order<T>, position: Position, createdAt?: number): string {
  const parts = order.keys.map(({ type }, i) => {
    if (type === 's') {
      const text = String(position[i])
      const head = Buffer.alloc(5)
      head.write('s')
      head.writeUInt32LE([...text].length, 1)
      return Buffer.concat([head, Buffer.from(text)])
    }
    const bytes = Buffer.alloc(9)
    bytes.write(type)
    bytes.writeBigInt64LE(BigInt(Math.trunc(Number(position[i]))), 1)
    return bytes
  })
  return Buffer.from(JSON.stringify({ o: order.name, v: Buffer.concat(parts).toString('base64'), createdAt })).toString('base64')
}

/** Where a cursor stands; undefined when it is none of this order's, or was made before `oldest`. */
export function decodeCursor<T>(order: Order<T>, text: string, oldest?: number): Position | undefined {
  const parsed = parse(text)
  if (oldest !== undefined && !(Number(parsed?.createdAt) >= oldest)) return undefined
  if (parsed?.o !== order.name || typeof parsed.v !== 'string') return undefined
  const bytes = Buffer.from(parsed.v, 'base64')
  const values: (number | string)[] = []
  let at = 0
  for (const { type } of order.keys) {
    if (bytes.toString('latin1', at, at + 1) !== type) return undefined
    if (type === 's') {
      if (at + 5 > bytes.length) return undefined
      const end = endOfText(bytes, at + 5, bytes.readUInt32LE(at + 1))
      if (end === undefined) return undefined
      values.push(bytes.toString('utf8', at + 5, end))
      at = end
    } else {
      if (at + 9 > bytes.length) return undefined
      values.push(Number(bytes.readBigInt64LE(at + 1)))
      at += 9
    }
  }
  return at === bytes.length ? values : undefined
}

/** Where so many characters of UTF-8 end; undefined when there are fewer. */
function endOfText(bytes: Buffer, from: number, characters: number): number | undefined {
  let at = from
  for (let left = characters; left > 0; left--) {
    const first = bytes[at]
    if (first === undefined) return undefined
    at += first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  }
  return at <= bytes.length ? at : undefined
}

function parse(text: string): { o?: unknown; v?: unknown; createdAt?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'))
    return value !== null && typeof value === 'object' ? value : undefined
  } catch {
    return undefined
  }
}
