import { type Call, type Problem, problem, type Reply, refuse, type World } from '../core/index.ts'

/**
 * Zendesk has four error envelopes and plain texts. A problem says which is its own in `detail.envelope`; without one it is
 * the flat `{error, description}`.
 */
type Envelope =
  | { envelope: 'flat'; extra?: Record<string, unknown> }
  | { envelope: 'details'; details: FieldErrors }
  | { envelope: 'titled'; title: string }
  | { envelope: 'list' }
  | { envelope: 'bare' }
  | { envelope: 'oauth' }
  | { envelope: 'text' }
  | { envelope: 'empty' }

export interface FieldError {
  description: string
  /** Left out of some. */
  error?: string | null
  ticket_field_id?: number
  ticket_field_type?: string
}
export type FieldErrors = Record<string, FieldError[]>

const as = (kind: string, status: number, message: string, detail: Envelope, headers?: Record<string, string>): Problem =>
  problem(kind, status, message, { detail: { ...detail }, ...(headers ? { headers } : {}) })

export const flat = (error: string, status: number, description: string, extra?: Record<string, unknown>): Problem =>
  as(error, status, description, { envelope: 'flat', ...(extra ? { extra } : {}) })
export const titled = (title: string, status: number, message: string): Problem => as(title, status, message, { envelope: 'titled', title })
export const listed = (code: string, status: number, title: string): Problem => as(code, status, title, { envelope: 'list' })
export const plain = (status: number, text: string, headers?: Record<string, string>): Problem => as('text', status, text, { envelope: 'text' }, headers)
export const empty = (status: number): Problem => as('empty', status, '', { envelope: 'empty' })
export const oauthProblem = (error: string, status: number, description: string, headers?: Record<string, string>): Problem =>
  as(error, status, description, { envelope: 'oauth' }, headers)
export const invalid = (details: FieldErrors): Problem => as('RecordInvalid', 422, 'Record validation errors', { envelope: 'details', details })

/** What nothing can be written to any more (probed 2026). */
export const closedTicket = (): Problem => invalid({ status: [{ description: 'closed prevents ticket update', error: null }] })

export const recordNotFound = (): Problem => flat('RecordNotFound', 404, 'Not found')
export const invalidEndpoint = (): Problem => flat('InvalidEndpoint', 404, 'Not found')
/** No credentials, or wrong ones in Basic (probed 2026). */
export const unauthenticated = (): Problem => as('unauthenticated', 401, "Couldn't authenticate you", { envelope: 'bare' })
/** Signed in, but the role or the plan forbids it: here `error` is an object. */
export const forbidden = (): Problem =>
  titled('Forbidden', 403, 'You do not have access to this page. Please contact the account owner of this help desk for further help.')
export const missingScopes = (scopes: string): Problem => flat('Forbidden', 403, `You are missing the following required scopes: ${scopes}`)
export const notAnInteger = (name: string, action: string): Problem =>
  titled(
    'Invalid attribute',
    400,
    `You passed an invalid value for the ${name} attribute. Invalid parameter: ${name} must be an integer from api/v2/${action.replace('.', '/')}`,
  )

/** What it says in words: of each field that is wrong, where it tells of fields. */
export function wordsOf({ message, detail }: Problem): string {
  const details = (detail?.details as FieldErrors | undefined) ?? {}
  const texts = Object.values(details).flatMap((errors) => errors.map(({ description }) => description))
  return texts.join(', ') || message
}

/** Throws the problem; for code too deep to return it. */
export const raise = (found: Problem): never => refuse(found.problem, found.status, found.message, { detail: found.detail, headers: found.headers })

export function render(found: Problem, _call: Call, _world: World): Reply {
  const { problem: kind, status, message } = found
  const shape = (found.detail?.envelope ? found.detail : { envelope: 'flat' }) as unknown as Envelope
  const headers = { 'cache-control': 'no-cache' }
  switch (kind) {
    case 'not-found':
      return render(invalidEndpoint(), _call, _world)
    case 'not-json':
      // From memory; no recording of malformed JSON is at hand.
      return { status: 422, headers, body: { error: 'Unprocessable Entity', message: 'Server could not parse JSON', description: message } }
    case 'too-large':
      return { status: 413, headers, body: { error: 'AttachmentTooLarge', description: message } }
    case 'not-imitated':
      return { status, headers, body: { error: 'NotImitated', description: message } }
    case 'throttled':
      return { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' }, body: 'Number of allowed API requests per minute exceeded' }
  }
  switch (shape.envelope) {
    case 'details':
      return { status, headers, body: { error: kind, description: message, details: shape.details } }
    case 'titled':
      return { status, headers, body: { error: { title: shape.title, message } } }
    case 'list':
      return { status, headers, body: { errors: [{ code: kind, title: message }] } }
    case 'bare':
      return { status, headers, body: { error: message } }
    case 'oauth':
      return { status, headers: { 'cache-control': 'no-store', pragma: 'no-cache' }, body: { error: kind, error_description: message } }
    case 'text':
      return { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' }, body: message }
    case 'empty':
      return { status, headers, body: '' }
    default:
      return { status, headers, body: { error: kind, description: message, ...shape.extra } }
  }
}
