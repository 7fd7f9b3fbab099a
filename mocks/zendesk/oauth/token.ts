import { type Call, formOf, type Operation, type Problem, type Reply, sameSecret, type World } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import { ISSUER } from '../access/caller.ts'
import { within } from '../access/scopes.ts'
import { jsonBody } from '../body.ts'
import { invalidEndpoint, oauthProblem } from '../problems.ts'
import { elsewhere, json } from '../route.ts'
import { settingsOf } from '../settings.ts'
import { type Client, clientNamed } from './clients.ts'
import { codeGrant, type Granted, type GrantRequest, ownGrant, refreshGrant } from './grants.ts'
import { issue, type Lifetimes } from './issue.ts'
import { TOKEN_ERRORS, type TokenError } from './texts.ts'

const GRANTS: Record<string, (world: World, request: GrantRequest) => Granted | TokenError> = {
  authorization_code: codeGrant,
  refresh_token: refreshGrant,
  client_credentials: ownGrant,
}

/** Every token error is 400, a client that fails to authenticate 401 with a challenge. */
export const tokenProblem = (error: TokenError): Problem =>
  error === 'invalid_client'
    ? oauthProblem(error, 401, TOKEN_ERRORS[error], { 'www-authenticate': 'Basic realm="OAuth2 Token Endpoint"' })
    : oauthProblem(error, 400, TOKEN_ERRORS[error])

/** `POST /oauth/tokens`: 200, not the 201 of the documentation (Zendesk's own command line takes nothing else). */
async function run(call: Call, world: World): Promise<Reply | Problem> {
  if (elsewhere(call, world)) return invalidEndpoint()
  const started = world.clock.now()
  const parameters = parametersOf(call)
  const refused = (error: TokenError, why: string): Problem => {
    call.remark({ kind: 'token-refused', why })
    return tokenProblem(error)
  }
  const grantType = parameters.grant_type
  if (!grantType) return refused('invalid_request', 'grant_type is missing')
  const grant = own(GRANTS, grantType)
  if (!grant) return refused('unsupported_grant_type', `grant_type "${grantType}"`)
  const caller = authenticate(call, world, parameters)
  if (typeof caller === 'string') return refused(caller, 'the client is not named, unknown, or its secret is wrong')
  const { known, authenticated } = caller
  const lifetimes = lifetimesOf(known, parameters)
  if (!lifetimes) return refused('invalid_request', 'expires_in or refresh_token_expires_in is out of range')

  const renewal = grantType === 'refresh_token' || lapsed(world, known.identifier)
  const granted = grant(world, { client: known, authenticated, parameters })
  if (typeof granted === 'string') return refused(granted, `grant ${grantType}: ${granted}`)
  const scopes = scopesOf(known, parameters, granted)
  if (!scopes) return refused('invalid_scope', 'a scope is outside what the client may ask for')

  // What was handed in ends at once: a second request that comes while the first one waits finds it used.
  granted.consume()
  const { tokenLatency } = settingsOf(world)
  if (renewal && tokenLatency) await world.clock.sleep(world.random('zendesk.latency').uniform(tokenLatency.min, tokenLatency.max))
  const refreshable = grantType !== 'client_credentials'
  const made = issue(world, known, granted.userId, scopes, lifetimes, refreshable)
  const token = world.tokens.find(made.value)
  call.remark({
    kind: 'token-issued',
    client: known.identifier,
    grant: grantType,
    expiresAt: token?.expiresAt ?? null,
    renewal,
    took: world.clock.now() - started,
  })
  const reply = json({
    access_token: made.value,
    ...(made.refresh ? { refresh_token: made.refresh } : {}),
    token_type: 'bearer',
    scope: scopes.join(' '),
    expires_in: lifetimes.access,
    ...(made.refresh ? { refresh_token_expires_in: lifetimes.refresh } : {}),
  })
  return { ...reply, headers: { 'cache-control': 'no-store', pragma: 'no-cache' } }
}

/** JSON, or a form (inferred: the server's library reads both). */
function parametersOf(call: Call): Record<string, string> {
  if (!(call.headers['content-type'] ?? '').includes('json')) return Object.fromEntries([...call.query, ...formOf(call)])
  const body = jsonBody(call)
  const entries = body !== null && typeof body === 'object' ? Object.entries(body) : []
  return Object.fromEntries(
    entries.filter(([, value]) => value !== null && value !== undefined).map(([key, value]) => [key, Array.isArray(value) ? value.join(' ') : String(value)]),
  )
}

function authenticate(call: Call, world: World, parameters: Record<string, string>): { known: Client; authenticated: boolean } | TokenError {
  const [scheme, value] = (call.headers.authorization ?? '').split(' ')
  const [, name, password] = (scheme?.toLowerCase() === 'basic' && /^([^:]*):(.*)$/s.exec(Buffer.from(value ?? '', 'base64').toString('utf8'))) || []
  const identifier = parameters.client_id ?? (name && decode(name))
  const secret = parameters.client_secret ?? (password && decode(password))
  if (!identifier) return 'invalid_request'
  // The unique identifier, not the numeric id: the usual cause of this error.
  const known = clientNamed(world, identifier)
  // A client that came without its secret (an export leaves it out) needs a new one first.
  if (!known || (secret !== undefined && (known.secret === '' || !sameSecret(known.secret, secret)))) return 'invalid_client'
  return { known, authenticated: secret !== undefined }
}

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const RANGES = { expires_in: [300, 172_800], refresh_token_expires_in: [604_800, 7_776_000] } as const

/** Seconds, within the documented bounds; what happens outside of them is unknown, so it is an invalid request. */
function lifetimesOf(known: Client, parameters: Record<string, string>): Lifetimes | undefined {
  for (const [name, [low, high]] of Object.entries(RANGES)) {
    const asked = parameters[name]
    if (asked !== undefined && !(Number(asked) >= low && Number(asked) <= high)) return undefined
  }
  return {
    access: parameters.expires_in === undefined ? known.expires_in : Math.floor(Number(parameters.expires_in)),
    refresh: parameters.refresh_token_expires_in === undefined ? known.refresh_token_expires_in : Math.floor(Number(parameters.refresh_token_expires_in)),
  }
}

/** Unknown scopes are granted and open nothing (probed 2026); scopes beyond the client's ceiling are refused. */
function scopesOf(client: Client, parameters: Record<string, string>, granted: Granted): string[] | undefined {
  const fallback = granted.scopes ?? (client.ceiling.length > 0 ? client.ceiling : ['read', 'write'])
  const asked = parameters.scope?.split(/\s+/).filter((scope) => scope !== '') ?? []
  const scopes = granted.scopes && parameters.grant_type === 'authorization_code' ? granted.scopes : asked.length > 0 ? asked : fallback
  const ceiling = granted.scopes ?? client.ceiling
  return ceiling.length > 0 && !scopes.every((scope) => within(ceiling, scope)) ? undefined : scopes
}

/** Has this client's last access token run out? Then what it does now is a renewal. */
function lapsed(world: World, client: string): boolean {
  const last = world.tokens.of(ISSUER, client).at(-1)
  return last !== undefined && last.expiresAt !== null && last.expiresAt <= world.clock.now()
}

export const tokenOperations: Operation[] = ['/oauth/tokens', '/oauth/tokens.json'].map((path) => ({ name: 'oauth.token', method: 'POST', path, run }))
