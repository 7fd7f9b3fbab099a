/** The longest beginning of `text` that has at most `limit` UTF-16 units and does not cut a character that a reader sees as one. */
export function cutCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text
  let end = 0
  for (const { index, segment } of new Intl.Segmenter().segment(text)) {
    if (index + segment.length > limit) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

export const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8')

/** A value as the card and the CRM take it: text. Undefined for what cannot be said as text. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map(asText).filter(Boolean).join(', ')
  return undefined
}
