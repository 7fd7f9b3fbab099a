/** The longest beginning of `text` that has at most `limit` UTF-16 units and does not cut a character that a reader sees as one. */
export function cutCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text
  const from = boundaryBefore(text, limit)
  let end = from
  for (const { index, segment } of segmenter.segment(text.slice(from))) {
    if (from + index + segment.length > limit) break
    end = from + index + segment.length
  }
  return text.slice(0, end)
}

const segmenter = new Intl.Segmenter()
const isPlain = (text: string, at: number): boolean => text.charCodeAt(at) >= 0x20 && text.charCodeAt(at) < 0x7f

/** The last place at or before `limit` that is surely between two characters: between two of plain ASCII. */
function boundaryBefore(text: string, limit: number): number {
  for (let at = limit; at > 0; at--) if (isPlain(text, at) && isPlain(text, at - 1)) return at
  return 0
}

export const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8')

/** A value as the card and the CRM take it: text. Undefined for what cannot be said as text. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map(asText).filter(Boolean).join(', ')
  return undefined
}
