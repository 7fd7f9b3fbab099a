const decoder = new TextDecoder()

/** Bytes of a body that is worth keeping read. */
const MOST_KEPT = 65_536
let bytes: Uint8Array | undefined
let text = ''

/** A body as text (UTF-8). Within one exchange the operation asks, and then the journal: it is read once. */
export function textOfBytes(body: Uint8Array): string {
  if (body.length === 0) return ''
  if (body.length > MOST_KEPT) return decoder.decode(body)
  if (body !== bytes) {
    text = decoder.decode(body)
    bytes = body
  }
  return text
}
