import type { Exchange } from '../../../../mocks/core/journal.ts'

/** Headers that curl writes itself, or that belong to the connection. */
const OWN = new Set(['host', 'content-length', 'connection', 'accept-encoding', 'transfer-encoding', 'user-agent'])

/** A text that a shell takes as it is. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const REDACTED = '[redacted]'
/** Nothing in it but the token is for the shell to fill in. */
const withToken = (text: string): string =>
  `"${text
    .split(REDACTED)
    .map((part) => part.replaceAll(/[$`"\\]/g, '\\$&'))
    .join('$TOKEN')}"`

/** The request as a command. Secrets are not in the journal: `$TOKEN` stands where the token was. */
export function curlOf({ request }: Pick<Exchange, 'request'>): string {
  const headers = Object.entries(request.headers)
    .filter(([name]) => !OWN.has(name.toLowerCase()))
    .map(([name, value]) => {
      const line = `${name}: ${value}`
      return `-H ${line.includes(REDACTED) ? withToken(line) : quoted(line)}`
    })
  const body = request.body === undefined ? [] : [`--data-raw ${quoted(typeof request.body === 'string' ? request.body : JSON.stringify(request.body))}`]
  return ['curl', ...(request.method === 'GET' ? [] : [`-X ${request.method}`]), quoted(request.url), ...headers, ...body].join(' \\\n  ')
}
