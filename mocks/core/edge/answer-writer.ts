import { type ServerResponse, STATUS_CODES } from 'node:http'
import { Recent } from '../recent.ts'
import { type Head, isPlainName, isPlainValue, linesOf } from './head.ts'

/**
 * Writes the status and headers of an answer whose body has so many bytes; undefined: it has none, and says nothing of its length.
 * With `whole`, a text of one byte a letter that is its body, it may send and end the answer: it answers whether it did.
 */
export type AnswerWriter = (response: ServerResponse, status: number, head: Head, length: number | undefined, whole?: string) => boolean

/**
 * Node looks at every character of every header, which takes a tenth of the time of an answer, though most lines are the same in
 * all of them. So heads are put together from lines that were looked at once. What Node does with a head is not for others to
 * rely on: Node writes the first one, and where it is not ours letter by letter, all that follow.
 */
export function answerWriter(keepAliveSeconds: number): AnswerWriter {
  const end = `Connection: keep-alive\r\nKeep-Alive: timeout=${keepAliveSeconds}\r\n\r\n`
  /** Whether ours are Node's: of heads that say a length, and of those that say none. */
  const same = new Map<boolean, boolean>()
  return (response, status, head, length, whole) => {
    const says = length !== undefined
    const known = same.get(says)
    const text = known !== false && response.shouldKeepAlive ? headText(status, head, length, end) : undefined
    const inside = response as unknown as { _header: string | null }
    if (known && text !== undefined) {
      response.statusCode = status
      inside._header = whole === undefined ? text : text + whole
      if (whole !== undefined) response.end()
      return whole !== undefined
    }
    response.sendDate = false
    const lines = [...linesOf(head)]
    response.writeHead(status, says ? [...lines, ['Content-Length', String(length)]].flat() : lines.flat())
    if (text !== undefined && known === undefined) same.set(says, inside._header === text)
    return false
  }
}

/** How lines begin; names are few. */
const starts = new Recent<string, string>(1000)
const startOf = (name: string): string | undefined => starts.get(name) ?? (isPlainName(name) ? starts.set(name, `${name}: `) : undefined)

/** Undefined where there is a character that needs a closer look. */
function headText(status: number, { shared, own, cookies }: Head, length: number | undefined, end: string): string | undefined {
  let text = statusLine(status) + shared.lines
  // Looked at all at once, for a dozen looks take longer than one.
  let values = ''
  for (const name in own) {
    const start = startOf(name)
    const value = own[name] as string | string[]
    if (start === undefined || typeof value !== 'string') return undefined
    values += value
    text += `${start}${value}\r\n`
  }
  for (const cookie of cookies ?? []) {
    values += cookie
    text += `set-cookie: ${cookie}\r\n`
  }
  if (!isPlainValue(values)) return undefined
  return length === undefined ? text + end : `${text}Content-Length: ${length}\r\n${end}`
}

const statusLines: Record<number, string> = {}
const statusLine = (status: number): string => (statusLines[status] ??= `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n`)
