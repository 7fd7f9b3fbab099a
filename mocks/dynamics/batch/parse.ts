import { badRequest, refuseWith } from '../problems.ts'

/** One request of a batch, as it was written. */
export interface Part {
  contentId?: string
  method: string
  url: string
  /** Lower case names. */
  headers: Record<string, string>
  body: string
}

export type BatchItem = { kind: 'single'; part: Part } | { kind: 'changeset'; parts: Part[] }

export const boundaryOf = (contentType: string): string | undefined => /boundary\s*=\s*"?([^";\s]+)"?/i.exec(contentType)?.[1]

/** Reads a multipart body; lines may end in CRLF or LF. Pure: refuses with a Refusal. */
export function parseBatch(text: string, boundary: string): BatchItem[] {
  return split(text.replaceAll('\r\n', '\n'), boundary).map((section) => {
    const { headers, body } = headed(section)
    const inner = boundaryOf(headers['content-type'] ?? '')
    if (/^multipart\/mixed/i.test(headers['content-type'] ?? '') && inner) {
      return { kind: 'changeset', parts: split(body, inner).map((one) => partOf(headed(one))) }
    }
    return { kind: 'single', part: partOf({ headers, body }) }
  })
}

/** Sections between `--boundary` lines, without their framing. */
export function split(text: string, boundary: string): string[] {
  const sections: string[] = []
  let current: string[] | undefined
  for (const line of text.split('\n')) {
    const mark = line.trimEnd()
    if (mark === `--${boundary}` || mark === `--${boundary}--`) {
      if (current) sections.push(current.join('\n'))
      current = mark.endsWith('--') && mark !== `--${boundary}` ? undefined : []
      continue
    }
    current?.push(line)
  }
  if (current && current.join('').trim() !== '') sections.push(current.join('\n'))
  return sections
}

/** Header lines up to the first empty line, then the rest. */
export function headed(section: string): { headers: Record<string, string>; body: string } {
  const text = section.replace(/^\n+/, '')
  const end = text.indexOf('\n\n')
  const head = end < 0 ? text : text.slice(0, end)
  return { headers: headersOf(head.split('\n')), body: end < 0 ? '' : text.slice(end + 2) }
}

export function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim()
  }
  return headers
}

function partOf({ headers: outer, body }: { headers: Record<string, string>; body: string }): Part {
  const text = body.replace(/^\n+/, '')
  const lineEnd = text.indexOf('\n')
  const line = (lineEnd < 0 ? text : text.slice(0, lineEnd)).trim()
  const request = /^([A-Z]+)\s+(\S.*?)(?:\s+HTTP\/\d(?:\.\d)?)?$/.exec(line)
  if (!request) refuseWith(badRequest(`Invalid batch request: a request line was expected, found '${line.slice(0, 100)}'.`))
  const rest = lineEnd < 0 ? '' : text.slice(lineEnd + 1)
  const blank = rest.startsWith('\n') ? 0 : rest.indexOf('\n\n')
  const head = blank < 0 ? rest : rest.slice(0, blank)
  const headers = headersOf(head.split('\n'))
  const contentId = outer['content-id'] ?? headers['content-id']
  return {
    ...(contentId ? { contentId } : {}),
    method: request[1] as string,
    url: request[2] as string,
    headers,
    body: blank < 0 ? '' : rest.slice(blank).trim(),
  }
}
