/** Comments keep 64 kB; what is beyond is dropped without a word (documented, "Body size limits"). */
export const COMMENT_BYTES = 65_536

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The first `limit` bytes of UTF-8, never half a character. */
export function cutBytes(text: string, limit: number): { text: string; bytes: number } {
  const bytes = Buffer.byteLength(text)
  if (bytes <= limit) return { text, bytes }
  const buffer = Buffer.from(text)
  let end = limit
  // A byte 10xxxxxx goes on with the character before it.
  while (end > 0 && ((buffer[end] as number) & 0xc0) === 0x80) end--
  return { text: buffer.toString('utf8', 0, end), bytes }
}

/** One paragraph in which nothing is to be collapsed, stripped or escaped: what most comments are. */
export const isPlain = (text: string): boolean => !/[&<>\r\n]|[ \t]{2}/.test(text)

/** Runs of spaces become one, runs of empty lines one empty line (documented). */
export const collapse = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[ \t]{2,}/g, ' ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()

/** Plain text in the service's wrapping: a paragraph per block, a break per line. */
export const toHtml = (text: string): string => {
  const paragraphs = text.split('\n\n').map((block) => paragraph(escapeHtml(block).replaceAll('\n', '<br>')))
  return wrap(paragraphs.join(''))
}
export const paragraph = (html: string): string => `<p dir="auto">${html}</p>`
export const wrap = (html: string): string => `<div class="zd-comment" dir="auto">${html}</div>`

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': ' ', '&amp;': '&' }

/** Plain text keeps no tags (documented); `a < b` is none. */
export const stripTags = (text: string): string => text.replaceAll(/<\/?[a-z!][^<>]*>/gi, '')

/** What is left of HTML as text: block ends become line ends, entities characters. */
export const textOfHtml = (html: string): string =>
  stripTags(
    withoutElements(html, ['script', 'style'])
      .replaceAll(/<br\s{0,9}\/?>/gi, '\n')
      .replaceAll(/<\/(p|div|li|h[1-6]|tr)\s{0,9}>/gi, '\n\n'),
  ).replaceAll(/&(lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES[entity] as string)

/** HTML without what could run in an agent's browser. */
export const safeHtml = (html: string): string =>
  withoutElements(html, ['script', 'style', 'iframe', 'object', 'embed'])
    .replaceAll(/\son\w{1,30}\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
    .replaceAll(/javascript:/gi, '')

/** Drops elements with all that is in them, from left to right, so that hostile text costs no more than its length. */
function withoutElements(html: string, names: readonly string[]): string {
  const opening = new RegExp(`</?(${names.join('|')})\\b`, 'gi')
  const lower = html.toLowerCase()
  let kept = ''
  let from = 0
  for (;;) {
    opening.lastIndex = from
    const found = opening.exec(html)
    if (!found) return kept + html.slice(from)
    kept += html.slice(from, found.index)
    const closing = found[0].startsWith('</') ? found.index : lower.indexOf(`</${(found[1] as string).toLowerCase()}`, found.index)
    const end = closing === -1 ? -1 : html.indexOf('>', closing)
    if (end === -1) return kept
    from = end + 1
  }
}
