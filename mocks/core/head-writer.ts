import { type ServerResponse, STATUS_CODES } from 'node:http'
import { type Head, isPlainLine, linesOf } from './head.ts'

/** Writes the status and headers of an answer whose body has so many bytes; undefined: it has none, and says nothing of its length. */
export type HeadWriter = (response: ServerResponse, status: number, head: Head, length: number | undefined) => void

/**
 * Node looks at every character of every header, which takes a tenth of the time of an answer, though most lines are the same in
 * all of them. So heads are put together from lines that were looked at once. What Node does with a head is not for others to
 * rely on: Node writes the first one, and where it is not ours letter by letter, all that follow.
 */
export function headWriter(keepAliveSeconds: number): HeadWriter {
  const end = `Connection: keep-alive\r\nKeep-Alive: timeout=${keepAliveSeconds}\r\n\r\n`
  /** Whether ours are Node's: of heads that say a length, and of those that say none. */
  const same = new Map<boolean, boolean>()
  return (response, status, head, length) => {
    const says = length !== undefined
    const known = same.get(says)
    const text = known !== false && response.shouldKeepAlive ? headText(status, head, length, end) : undefined
    const inside = response as unknown as { _header: string | null }
    if (known && text !== undefined) {
      response.statusCode = status
      inside._header = text
      return
    }
    response.sendDate = false
    const lines = [...linesOf(head)]
    response.writeHead(status, says ? [...lines, ['Content-Length', String(length)]].flat() : lines.flat())
    if (text !== undefined && known === undefined) same.set(says, inside._header === text)
  }
}

/** Undefined where there is a character that needs a closer look. */
function headText(status: number, { shared, own, cookies }: Head, length: number | undefined, end: string): string | undefined {
  let text = statusLine(status) + shared.lines
  for (const name in own) {
    const value = own[name] as string | string[]
    if (typeof value !== 'string' || !isPlainLine(name, value)) return undefined
    text += `${name}: ${value}\r\n`
  }
  for (const cookie of cookies ?? []) {
    if (!isPlainLine('set-cookie', cookie)) return undefined
    text += `set-cookie: ${cookie}\r\n`
  }
  return length === undefined ? text + end : `${text}Content-Length: ${length}\r\n${end}`
}

const statusLines: Record<number, string> = {}
const statusLine = (status: number): string => (statusLines[status] ??= `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n`)
