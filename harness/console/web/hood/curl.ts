import type { Exchange } from '../../../../mocks/core/journal.ts'

/** Headers that curl writes itself, or that belong to the connection. */
const OWN = new Set(['host', 'content-length', 'connection', 'accept-encoding', 'transfer-encoding', 'user-agent'])

/** A text that a shell takes as it is. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** The journal keeps the beginning of a long body, and says so at its end. */
const CUT = /\[cut: \d+ characters\]$/

const REDACTED = '[redacted]'
/** Nothing in it but the secret is for the shell to fill in. */
const filledIn = (text: string, variable: '$TOKEN' | '$SECRET'): string =>
  text.includes(REDACTED)
    ? `"${text
        .split(REDACTED)
        .map((part) => part.replaceAll(/[$`"\\]/g, '\\$&'))
        .join(variable)}"`
    : quoted(text)

/**
 * The request as a command. Secrets are not in the journal: `$TOKEN` stands where a header's was, `$SECRET` where a body's was, and `$BODY` for a body of
 * which the journal has the beginning only. `url` is where a shell reaches what the request asked for, if not at its own address.
 */
export function curlOf({ request }: Pick<Exchange, 'request'>, url = request.url): string {
  const headers = Object.entries(request.headers)
    .filter(([name]) => !OWN.has(name.toLowerCase()))
    .map(([name, value]) => `-H ${filledIn(`${name}: ${value}`, '$TOKEN')}`)
  const body = request.body === undefined ? '' : typeof request.body === 'string' ? request.body : JSON.stringify(request.body)
  return [
    // Brackets in an address, as in `page[size]`, are a range to curl unless it is told otherwise.
    /[[\]{}]/.test(url) ? 'curl -g' : 'curl',
    ...(request.method === 'GET' ? [] : [request.method === 'HEAD' ? '-I' : `-X ${request.method}`]),
    quoted(url),
    ...headers,
    ...(body === '' ? [] : [`--data-raw ${CUT.test(body) ? '"$BODY"' : filledIn(body, '$SECRET')}`]),
  ].join(' \\\n  ')
}

/**
 * Where a shell on this machine reaches what an in-process client asked for: the socket of the same system, in the same World. `origins` are the system's:
 * the vendor's own host, which nobody but the integration in this process finds here, then the one that listens.
 */
export function reachable(url: string, origins: readonly string[], world: string | undefined): string {
  const [vendors, listening] = origins
  if (vendors === undefined || listening === undefined || !url.startsWith(`${vendors}/`)) return url
  return `${listening}${world === undefined ? '' : `/w/${world}`}${url.slice(vendors.length)}`
}
