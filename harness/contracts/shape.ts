/**
 * What is kept of an answer: its form, not its content, because a real organisation's records are nobody else's business. Of
 * refusals the words are kept, too: they are the vendor's, about made-up requests; ids, numbers and instants in them are not.
 */
export type Shape = string | null | Shape[] | { [member: string]: Shape }

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/

/** `<integer>`, `<text>`, `<guid>`, `<0000-00-00T00:00:00Z>` in place of values; members in their order; of a list its first entry. */
export function shapeOf(value: unknown, refusal: boolean): Shape {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return Number.isInteger(value) ? '<integer>' : '<number>'
  if (typeof value === 'boolean') return '<boolean>'
  if (typeof value === 'string') return formOf(value, refusal)
  if (Array.isArray(value)) return value.slice(0, 1).map((one) => (refusal && typeof one === 'number' ? String(one) : shapeOf(one, refusal)))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member, refusal)]))
}

function formOf(text: string, refusal: boolean): string {
  if (new RegExp(`^${GUID.source}$`, 'i').test(text)) return '<guid>'
  if (INSTANT.test(text)) return `<${text.replaceAll(/\d/g, '0').replace(/\.0+/, '.0')}>`
  if (/^W\/"\d+"$/.test(text)) return '<W/"0">'
  if (/^https?:\/\//.test(text)) return '<url>'
  return refusal ? wording(text) : '<text>'
}

/** The vendor's sentence without what is another one's each time. */
export const wording = (text: string): string =>
  text
    .replaceAll(GUID, '<guid>')
    .replaceAll(/(?<=\b(?:directory|tenant|organization) ')[^']+(?=')/g, '<name>')
    .replaceAll(/\b[a-z0-9-]+\.(?:(?:[a-z0-9]+\.)?dynamics|zendesk|onmicrosoft)\.com\b/gi, '<host>')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, '<instant>')
    .replaceAll(/https?:\/\/[^\s'",)]+/g, '<url>')
    .replaceAll(/(?<![\w-])(?!0x)\d{4,}(?![\w-])/g, '<number>')

/** Headers of the way, not of the service: caches, balancers, connections, cookies, the moment. */
const PASSING =
  /^(date|connection|keep-alive|content-length|content-encoding|transfer-encoding|server|via|alt-svc|nel|report-to|set-cookie|server-timing|cf-.*|x-cache.*|x-azure-.*|x-msedge-.*|expires)$/
/** Those whose value says something about the answer. */
const TELLING =
  /^(content-type|odata-version|preference-applied|www-authenticate|retry-after|allow|location|odata-entityid|cache-control|x-zendesk-api-version)$/

/** By name, sorted; `<any>` where only the name tells something. */
export function headersOf(headers: Headers): Record<string, string> {
  const all = [...headers].filter(([name]) => !PASSING.test(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(all.map(([name, value]) => [name, TELLING.test(name) ? headerForm(value) : '<any>']))
}

const headerForm = (value: string): string =>
  value
    .replaceAll(/https?:\/\/[^/\s"',]+/g, '<origin>')
    .replaceAll(GUID, '<guid>')
    .replaceAll(/\/\d+(?=\b)/g, '/<number>')
    .replaceAll(/\d{3,}/g, '<number>')
