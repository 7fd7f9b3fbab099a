import { type Call, notImitated, type Problem, type Remark, recentOf, type Token, type World } from '../../core/index.ts'
import { oauthProblem, unauthenticated } from '../problems.ts'
import { identitiesOf, type User, userByEmail, userById } from '../records.ts'
import { settingsOf } from '../settings.ts'

/** Who calls: a user, through which client, and what the token lets it do (null: everything, an API token). */
export interface Caller {
  user: User
  token: Token
  scopes: readonly string[] | null
}

export const ISSUER = 'zendesk'
export const ACCESS_TOKEN_TEXT = 'The access token provided is expired, revoked, malformed or invalid for other reasons.'

/** Credentials came and do not count. */
export const refused = (found: Caller | Problem): found is Problem => 'problem' in found

/** The caller, undefined when no credentials came, or why they do not count. */
export function callerOf(call: Call, world: World): Caller | undefined | Problem {
  const header = call.headers.authorization
  if (header === undefined) return undefined
  const found = rememberedCaller(call, world, header) ?? lookUp(call, world, header)
  return refused(found) ? found : onBehalf(call, world, found)
}

/** Who a header's credentials were when they were looked up, and what that hung on. */
interface SignIn {
  caller: Caller
  /** The version of the identities, which say whose address it is. */
  identities: number
  remark: Remark
}
const signIns = recentOf<World, string, SignIn>(1000)

/** A client asks with the same credentials again and again: records are replaced when they change, so the same ones mean the same. */
function rememberedCaller(call: Call, world: World, header: string): Caller | undefined {
  const known = signIns(world).get(header)
  if (!known) return undefined
  const { token, user, scopes } = known.caller
  const { apiTokensEndAt } = settingsOf(world)
  if (scopes === null && apiTokensEndAt !== null && call.at >= apiTokensEndAt) return undefined
  if (world.tokens.find(token.value) !== token || !world.tokens.alive(token)) return undefined
  if (userById(world, user.id) !== user || identitiesOf(world).version !== known.identities) return undefined
  call.remark(known.remark)
  return known.caller
}

function remember(call: Call, world: World, caller: Caller, remark: Remark): Caller {
  signIns(world).set(call.headers.authorization as string, { caller, identities: identitiesOf(world).version, remark })
  call.remark(remark)
  return caller
}

function lookUp(call: Call, world: World, header: string): Caller | Problem {
  const [, scheme = '', value = ''] = /^(\S+)\s+(.*)$/.exec(header.trim()) ?? []
  const found = scheme.toLowerCase() === 'bearer' ? bearer(call, world, value) : scheme.toLowerCase() === 'basic' ? basic(call, world, value) : undefined
  if (found === undefined) {
    call.remark({ kind: 'token-refused', why: `the scheme "${scheme}" is neither Bearer nor Basic` })
    return unauthenticated()
  }
  return found
}

function bearer(call: Call, world: World, value: string): Caller | Problem {
  const no = (why: string): Problem => {
    call.remark({ kind: 'token-refused', why })
    return invalidToken()
  }
  const token = world.tokens.find(value)
  if (!token || token.issuer !== ISSUER || token.kind !== 'access') return no('the token was not issued here')
  if (token.revokedAt !== null) return no('the token is revoked')
  if (!world.tokens.alive(token)) {
    call.remark({ kind: 'token-expired', client: token.client, expiredAt: token.expiresAt ?? call.at })
    return invalidToken()
  }
  const user = userById(world, Number(token.subject))
  // A configuration dies with the user who authorised it (R005).
  if (!user?.active || user.suspended) return no(`the user who authorised the token is ${user?.active ? 'suspended' : 'deleted'}`)
  return remember(call, world, { user, token, scopes: token.scopes }, { kind: 'token-used', client: token.client, expiresAt: token.expiresAt })
}

export const invalidToken = (): Problem =>
  oauthProblem('invalid_token', 401, ACCESS_TOKEN_TEXT, {
    'www-authenticate': `Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="${ACCESS_TOKEN_TEXT}"`,
  })

/** `email/token:API_TOKEN`. Passwords do not sign in: the deprecated way is not open to agents any more. */
function basic(call: Call, world: World, value: string): Caller | Problem {
  const no = (why: string): Problem => {
    call.remark({ kind: 'token-refused', why })
    return unauthenticated()
  }
  const credentials = Buffer.from(value, 'base64').toString('utf8')
  const at = credentials.indexOf(':')
  const name = credentials.slice(0, at)
  if (at < 0 || !name.endsWith('/token')) return no('Basic needs email/token:API_TOKEN; passwords do not sign in')
  const token = world.tokens.find(credentials.slice(at + 1))
  if (!token || token.issuer !== ISSUER || token.kind !== 'api') return no('no such API token')
  const { apiTokensEndAt } = settingsOf(world)
  if (apiTokensEndAt !== null && call.at >= apiTokensEndAt) return no('API tokens have come to their end (setting apiTokensEndAt)')
  if (!world.tokens.alive(token)) return no('the API token is deactivated')
  const user = userByEmail(world, name.slice(0, -'/token'.length))
  if (!user?.active || user.suspended || !user.verified) return no(`no active, verified user has the address ${name.slice(0, -'/token'.length)}`)
  return remember(call, world, { user, token, scopes: null }, { kind: 'token-used', client: token.client, expiresAt: apiTokensEndAt })
}

/** `X-On-Behalf-Of`: an administrator's OAuth token with the scope `impersonate` acts for an end user, who is named by address or id (documented). */
function onBehalf(call: Call, world: World, caller: Caller): Caller | Problem {
  const name = call.headers['x-on-behalf-of']
  if (name === undefined) return caller
  if (caller.scopes === null) return notImitated('X-On-Behalf-Of beside an API token: Zendesk documents it for OAuth tokens with the scope impersonate')
  const no = (why: string, problem: Problem): Problem => {
    call.remark({ kind: 'token-refused', why })
    return problem
  }
  if (caller.user.role !== 'admin' || !caller.scopes.includes('impersonate'))
    return no('X-On-Behalf-Of needs an administrator and the scope impersonate', unauthenticated())
  const user = /^\d+$/.test(name) ? userById(world, Number(name)) : userByEmail(world, name)
  // Documented for a user who is not there.
  if (!user?.active || user.suspended) return no(`X-On-Behalf-Of names "${name}", who is no active user`, invalidToken())
  return { ...caller, user }
}
