import { REDACTED, redactData, redactForm, redactHeaders, redactQuery } from '../../mocks/core/journal/redact.ts'

/** A word behind the scheme is a credential when it looks like no word of a language. */
const CREDENTIALS = /\b([Bb]earer|BEARER|[Bb]asic|BASIC)\s+(?=[\w.~+/=-]*(?:\d|[a-z][A-Z]|[=_]))[\w.~+/=-]{8,}/g

/** Who signs in by an address: `http://user:password@host`. */
const USER_INFO = /\b([a-z][a-z\d+.-]{1,20}:\/\/)[^\s/@?#"']+@/gi
/** As command lines have them: `--client-secret VALUE`, `ZENDESK_API_TOKEN=VALUE`. */
const ARGUMENT = /((?<![\w-])--[\w-]{0,40}(?:secret|password|token|api-?key)(?:=|\s+)|\b\w{1,80}_(?:secret|password|token|api_?key)=)(["']?)(?!-)[^\s"'&]+/gi

/** Credentials of headers, addresses and command lines, JSON web tokens, and form members such as `client_secret=`, wherever they stand in a text. */
export function scrub(text: string): string {
  const bare = text
    .replaceAll(CREDENTIALS, `$1 ${REDACTED}`)
    .replaceAll(USER_INFO, `$1${REDACTED}@`)
    .replaceAll(ARGUMENT, `$1$2${REDACTED}`)
    .replaceAll(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, REDACTED)
    .replaceAll(/("(?:access_token|refresh_token|id_token|client_secret|password)"\s*:\s*")(?!\[redacted\])[^"]*/gi, `$1${REDACTED}`)
  // The journal has done this already for bodies; an integration's own words have not been through it.
  return bare.replaceAll(/[?&]?\b[\w-]+=[^&\s"']+/g, (member) => (/^[?&]/.test(member) ? redactQuery(member) : redactForm(member)))
}

export const scrubData = (value: unknown): unknown => deep(redactData(value))

const deep = (value: unknown): unknown => {
  if (typeof value === 'string') return scrub(value)
  if (Array.isArray(value)) return value.map(deep)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, deep(member)]))
}

export const scrubHeaders = (headers: Record<string, string>): Record<string, string> => redactHeaders(headers)
export const scrubUrl = redactQuery
