import { Recent } from '../recent.ts'

/** Names of JSON members whose values are secrets, whatever the vendor. */
const MEMBERS =
  'access_token|refresh_token|id_token|client_secret|client_assertion|assertion|password|code_verifier|device_code|user_code|secret|full_token|api_token|token'
/** In a form or a query `code` is an authorization code; in a JSON body it is an error's number. */
const PARAMETERS = `${MEMBERS}|code|sig|SAMLResponse`
const SECRET = new RegExp(`^(?:${MEMBERS})$`, 'i')
const SECRET_PARAMETER = new RegExp(`^(?:${PARAMETERS})$`, 'i')
const IN_QUERY = new RegExp(`([?&#](?:${PARAMETERS})=)[^&#]*`, 'gi')
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie', 'x-api-key', 'proxy-authorization'])
export const REDACTED = '[redacted]'

/** Levels of a body that the journal keeps: what is deeper is hostile, and would end the stack of whoever writes it as JSON. */
const DEEPEST = 200

/** Secrets out, the scheme stays: `Bearer [redacted]`. */
export function redactHeaders(headers: Readonly<Record<string, string | string[]>>): Record<string, string> {
  const safe: Record<string, string> = {}
  for (const name in headers) {
    const values = headers[name] as string | string[]
    const value = typeof values === 'string' ? values : values.join(', ')
    // A redirection carries codes and tokens in its query or fragment.
    if (!SECRET_HEADERS.has(name.toLowerCase())) safe[name] = value.includes('=') ? redactQuery(value) : value
    else safe[name] = name === 'authorization' && value.includes(' ') ? `${value.slice(0, value.indexOf(' '))} ${REDACTED}` : REDACTED
  }
  return safe
}

/** Keys are few. */
const secrets = new Recent<string, boolean>(1000)
const isSecret = (key: string): boolean => secrets.get(key) ?? secrets.set(key, SECRET.test(key))

/**
 * Plain data with the values of secret members replaced, at any depth; inside `authentication` a plain `value` is one too.
 * A copy where there are some; most bodies have none, and are shared.
 */
export const redactData = (value: unknown): unknown => (isClean(value, 0) ? value : redacted(value, false, 0))

/** Nothing in it is secret, and nothing too deep. What is inside `authentication` is left to a closer look. */
function isClean(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== 'object') return true
  if (depth === DEEPEST) return false
  if (Array.isArray(value)) return value.every((member) => isClean(member, depth + 1))
  const members = value as Record<string, unknown>
  for (const key of Object.keys(members)) {
    const member = members[key]
    if (typeof member === 'string' ? isSecret(key) : key === 'authentication' || !isClean(member, depth + 1)) return false
  }
  return true
}

function redacted(value: unknown, signsIn: boolean, depth: number): unknown {
  if (value === null || typeof value !== 'object') return value
  if (depth === DEEPEST) return '[nested deeper]'
  if (Array.isArray(value)) return value.map((member) => redacted(member, signsIn, depth + 1))
  const secret = (key: string) => isSecret(key) || (signsIn && key === 'value')
  const members = Object.entries(value)
  // What is told to a person beside it may repeat it: the message of a device code.
  const told = members.flatMap(([key, member]) => (typeof member === 'string' && member.length > 3 && secret(key) ? [member] : []))
  return Object.fromEntries(
    members.map(([key, member]) => {
      if (typeof member !== 'string') return [key, redacted(member, signsIn || key === 'authentication', depth + 1)]
      return [key, secret(key) ? REDACTED : told.reduce((text, one) => text.replaceAll(one, REDACTED), member)]
    }),
  )
}

/** Hidden fields of a page that posts itself to the application (`response_mode=form_post`). */
export function redactPage(text: string): string {
  return text.replace(/(\bname="([^"]*)"\s+value=")[^"]*/g, (whole, before: string, key: string) => (SECRET_PARAMETER.test(key) ? before + REDACTED : whole))
}

export const redactQuery = (url: string): string => url.replace(IN_QUERY, `$1${REDACTED}`)

export function redactForm(text: string): string {
  return redactQuery(`?${text}`).slice(1)
}
