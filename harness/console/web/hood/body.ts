/** A body as people read it: JSON laid out, a form a line for each field. */
export function bodyText(body: unknown): string {
  if (body === undefined || body === null || body === '') return ''
  if (typeof body !== 'string') return JSON.stringify(body, null, 2)
  if (/^[\w.~%-]+=[^\s]*$/.test(body)) return body.split('&').join('\n')
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
