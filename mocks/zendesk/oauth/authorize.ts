import { type Call, formOf, type Operation, type Reply, type World } from '../../core/index.ts'
import { ISSUER } from '../access/caller.ts'
import { within } from '../access/scopes.ts'
import { PAGE_HEADERS, page } from '../html.ts'
import { userById, usersOf } from '../records.ts'
import { type Client, clientNamed } from './clients.ts'
import { consentPage } from './page.ts'
import { AUTHORIZE_ERRORS, type AuthorizeError } from './texts.ts'

/** Seconds that an authorization code lives (documented). */
const CODE_LIFETIME = 120

interface Wish {
  client: Client
  redirect: string
  state: string | undefined
  scopes: string[]
  challenge: string | null
}

/** What is asked, or the answer that refuses it: a page while the redirection URI is not trusted, a redirection from then on. */
function read(world: World, asked: URLSearchParams): Wish | Reply {
  const client = clientNamed(world, asked.get('client_id') ?? '')
  if (!client) return stop('There is no OAuth client with this identifier. client_id is the unique identifier, not the numeric id.')
  const redirect = asked.get('redirect_uri') ?? (client.redirect_uri.length === 1 ? (client.redirect_uri[0] as string) : '')
  if (!client.redirect_uri.includes(redirect))
    return stop('The redirection URI is none of those that the client has registered; it must be the same, byte for byte.')
  const state = asked.get('state') ?? undefined
  const back = (error: AuthorizeError) => redirection(redirect, { error, error_description: AUTHORIZE_ERRORS[error], state })
  const type = asked.get('response_type')
  if (!type) return back('invalid_request')
  if (type !== 'code') return back('unsupported_response_type')
  const challenge = asked.get('code_challenge')
  if ((client.kind === 'public' && !challenge) || (challenge && (asked.get('code_challenge_method') ?? 'S256') !== 'S256')) return back('invalid_request')
  const scopes = (asked.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '')
  if (client.ceiling.length > 0 && !scopes.every((scope) => within(client.ceiling, scope))) return back('invalid_scope')
  return { client, redirect, state, scopes: scopes.length > 0 ? scopes : client.ceiling.length > 0 ? client.ceiling : ['read', 'write'], challenge }
}

const stop = (why: string): Reply => ({
  status: 400,
  headers: PAGE_HEADERS,
  body: page('Invalid authorization request', `<h1>Invalid authorization request</h1><p>${why}</p>`),
})

function redirection(to: string, parameters: Record<string, string | undefined>): Reply {
  const url = new URL(to)
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.append(name, value)
  return { status: 302, headers: { location: url.href, 'cache-control': 'no-store' } }
}

/** Shows who asks for what; the sign-in is a choice among the account's users (simulator-defined). */
function ask(call: Call, world: World): Reply {
  const wish = read(world, call.query)
  if ('status' in wish) return wish
  const people = [...usersOf(world).scan()].filter((user) => user.active && !user.suspended && user.role !== 'end-user')
  return { status: 200, headers: PAGE_HEADERS, body: consentPage(call.base, wish.client, wish.scopes, people, call.query) }
}

function answer(call: Call, world: World): Reply {
  const form = formOf(call)
  const wish = read(world, form)
  if ('status' in wish) return wish
  const user = userById(world, Number(form.get('user_id') ?? wish.client.user_id))
  if (form.get('decision') !== 'allow' || !user?.active || user.suspended)
    return redirection(wish.redirect, { error: 'access_denied', error_description: AUTHORIZE_ERRORS.access_denied, state: wish.state })
  const code = world.tokens.issue({
    value: world.random('zendesk.tokens').hex(32),
    issuer: ISSUER,
    kind: 'code',
    client: wish.client.identifier,
    subject: String(user.id),
    audience: world.tenancy.zendesk ?? '',
    scopes: wish.scopes,
    expiresAt: world.clock.now() + CODE_LIFETIME * 1000,
    claims: { challenge: wish.challenge, redirect: wish.redirect },
  })
  return redirection(wish.redirect, { code: code.value, state: wish.state })
}

export const authorizeOperations: Operation[] = [
  { name: 'oauth.authorize', method: 'GET', path: '/oauth/authorizations/new', run: ask },
  { name: 'oauth.decide', method: 'POST', path: '/oauth/authorizations', run: answer },
]
