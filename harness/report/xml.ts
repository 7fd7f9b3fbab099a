/** XML 1.0 by construction: an element is a name, attributes and content, and everything that is text is escaped. */
export interface Element {
  name: string
  attributes?: Record<string, string | number | undefined>
  content?: readonly (Element | string)[]
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
/** What no XML 1.0 document may have, not even as a reference: controls, lone surrogates, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to keep out
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const escapeText = (text: string): string => text.replaceAll(FORBIDDEN, '\ufffd').replaceAll(/[&<>"']/g, (mark) => ESCAPES[mark] as string)
/** In an attribute a parser would turn line breaks and tabs into spaces. */
const escapeAttribute = (text: string): string => escapeText(text).replaceAll(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`)

export function renderXml(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${render(root, '')}\n`
}

function render({ name, attributes = {}, content = [] }: Element, indent: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`)
    .join('')
  if (content.length === 0) return `${indent}<${name}${written}/>`
  if (content.every((part) => typeof part === 'string')) return `${indent}<${name}${written}>${content.map(escapeText).join('')}</${name}>`
  const inner = content.map((part) => (typeof part === 'string' ? `${indent}  ${escapeText(part)}` : render(part, `${indent}  `))).join('\n')
  return `${indent}<${name}${written}>\n${inner}\n${indent}</${name}>`
}
