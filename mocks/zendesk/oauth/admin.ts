import type { Operation, Problem, World } from '../../core/index.ts'
import { nextId } from '../ids.ts'
import { byId } from '../paging/orders.ts'
import { paged } from '../paging/page.ts'
import { flat, invalid, recordNotFound } from '../problems.ts'
import { api, type Context, created, idOf, json, noContent, rootOf } from '../route.ts'
import { now } from '../time.ts'
import { type Client, clientNamed, clientsOf, newSecret } from './clients.ts'
import { type Grant, grantsOf, issue, withdraw } from './issue.ts'

/** The secret is shown whole when it is made, and cut afterwards (published API description). */
function clientJson({ base }: Context, client: Client, whole = false): Record<string, unknown> {
  const { id, name, identifier, company, description, logo_url, redirect_uri, kind, global, user_id, created_at, updated_at } = client
  const secret = whole ? client.secret : `${client.secret.slice(0, 15)}...`
  return {
    id,
    url: `${base}/api/v2/oauth/clients/${id}.json`,
    name,
    identifier,
    company,
    description,
    logo_url,
    redirect_uri,
    secret,
    kind,
    global,
    user_id,
    created_at,
    updated_at,
  }
}

function grantJson({ base }: Context, grant: Grant, whole = false): Record<string, unknown> {
  const { id, client_id, user_id, scopes, expires_at, refresh_token_expires_at, created_at } = grant
  const cut = (value: string | null) => (value === null || whole ? value : value.slice(0, 10))
  return {
    id,
    url: `${base}/api/v2/oauth/tokens/${id}.json`,
    client_id,
    user_id,
    token: cut(grant.value),
    refresh_token: cut(grant.refresh),
    scopes,
    expires_at,
    refresh_token_expires_at,
    used_at: grant.used_at,
    created_at,
  }
}

const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/
/** Absolute, and https but for this machine; the out-of-band address cannot be registered (probed 2026). */
const registrable = (uri: string): boolean => LOCAL.test(uri) || (/^https:\/\//.test(uri) && URL.canParse(uri))

function values(
  sent: Record<string, unknown>,
  before: Client | undefined,
): Pick<Client, 'name' | 'identifier' | 'company' | 'description' | 'redirect_uri' | 'kind' | 'ceiling'> | string {
  const uris =
    sent.redirect_uri === undefined
      ? (before?.redirect_uri ?? [])
      : (Array.isArray(sent.redirect_uri) ? sent.redirect_uri : String(sent.redirect_uri).split(/[\s,]+/)).map(String)
  const bad = uris.find((uri) => !registrable(uri))
  if (bad !== undefined) return bad
  const text = (key: 'company' | 'description') => (sent[key] === undefined ? (before?.[key] ?? null) : sent[key] === null ? null : String(sent[key]))
  return {
    name: String(sent.name ?? before?.name ?? ''),
    identifier: String(sent.identifier ?? before?.identifier ?? ''),
    company: text('company'),
    description: text('description'),
    redirect_uri: uris,
    kind: sent.kind === 'public' || sent.kind === 'confidential' ? sent.kind : (before?.kind ?? 'confidential'),
    ceiling: Array.isArray(sent.scopes) ? sent.scopes.map(String) : (before?.ceiling ?? []),
  }
}

const badUri = (uri: string) => invalid({ redirect_uri: [{ description: `Redirect uri: ${uri} is invalid`, error: 'InvalidValue' }] })

/** Two clients of one identifier could not be told apart. */
function wrongNames(world: World, { name, identifier }: Pick<Client, 'name' | 'identifier'>, before: Client | undefined): Problem | undefined {
  if (name === '' || identifier === '') return invalid({ [name === '' ? 'name' : 'identifier']: [{ description: 'cannot be blank', error: 'BlankValue' }] })
  const holder = clientNamed(world, identifier)
  return holder && holder.id !== before?.id
    ? invalid({ identifier: [{ description: 'Identifier: has already been taken', error: 'DuplicateValue' }] })
    : undefined
}

function createOwn(context: Context) {
  const sent = rootOf(context, 'client')
  const read = values(sent, undefined)
  if (typeof read === 'string') return badUri(read)
  const wrong = wrongNames(context.world, read, undefined)
  if (wrong) return wrong
  const at = now(context.world)
  const id = nextId(context.world)
  // Every client made since 2026-04-30 has tokens that run out (documented).
  const client: Client = {
    id,
    ...read,
    logo_url: null,
    secret: newSecret(context.world),
    global: false,
    user_id: context.user.id,
    created_at: at,
    updated_at: at,
    expires_in: 1800,
    refresh_token_expires_in: 2_592_000,
  }
  clientsOf(context.world).put(String(id), client)
  const shown = clientJson(context, client, true)
  return created({ client: shown }, shown.url)
}

const admin = { who: 'admin' } as const
const client = (context: Context) => clientsOf(context.world).get(idOf(context))
/** One's own; an administrator's are all (inferred from what the list shows to whom). */
const grant = (context: Context): Grant | undefined => {
  const found = grantsOf(context.world).get(idOf(context))
  return context.user.role === 'admin' || found?.user_id === context.user.id ? found : undefined
}
const current = ({ world, caller }: Context) => grantsOf(world).find('value', caller.token.value)[0]

export const oauthOperations: Operation[] = [
  ...api('GET', '/api/v2/oauth/clients', 'oauth_clients.index', admin, (context) =>
    paged<Client>(context, 'clients', [...clientsOf(context.world).scan()], (one) => clientJson(context, one), { order: byId }),
  ),
  ...api('GET', '/api/v2/users/me/oauth/clients', 'oauth_clients.mine', {}, (context) =>
    paged<Client>(
      context,
      'clients',
      [...clientsOf(context.world).scan()].filter((one) => one.user_id === context.user.id),
      (one) => clientJson(context, one),
      { order: byId },
    ),
  ),
  ...api('GET', '/api/v2/oauth/global_clients', 'oauth_global_clients.index', admin, (context) =>
    paged<Client>(
      context,
      'global_clients',
      [...clientsOf(context.world).scan()].filter((one) => one.global),
      (one) => clientJson(context, one),
      { order: byId },
    ),
  ),
  ...api('POST', '/api/v2/oauth/clients', 'oauth_clients.create', admin, createOwn),
  ...api('GET', '/api/v2/oauth/clients/:id', 'oauth_clients.show', admin, (context) => {
    const found = client(context)
    return found ? json({ client: clientJson(context, found) }) : recordNotFound()
  }),
  ...api('PUT', '/api/v2/oauth/clients/:id', 'oauth_clients.update', admin, (context) => {
    const found = client(context)
    if (!found) return recordNotFound()
    const read = values(rootOf(context, 'client'), found)
    if (typeof read === 'string') return badUri(read)
    const wrong = wrongNames(context.world, read, found)
    if (wrong) return wrong
    const changed = clientsOf(context.world).put(String(found.id), { ...found, ...read, updated_at: now(context.world) })
    return json({ client: clientJson(context, changed) })
  }),
  ...api('PUT', '/api/v2/oauth/clients/:id/generate_secret', 'oauth_clients.generate_secret', admin, (context) => {
    const found = client(context)
    if (!found) return recordNotFound()
    const changed = clientsOf(context.world).put(String(found.id), { ...found, secret: newSecret(context.world), updated_at: now(context.world) })
    return json({ client: clientJson(context, changed, true) })
  }),
  ...api('DELETE', '/api/v2/oauth/clients/:id', 'oauth_clients.destroy', admin, (context) => {
    const found = client(context)
    if (!found) return recordNotFound()
    for (const one of grantsOf(context.world).scan()) if (one.client_id === found.id) withdraw(context.world, one)
    clientsOf(context.world).delete(String(found.id))
    return noContent()
  }),
  ...api('GET', '/api/v2/oauth/tokens', 'oauth_tokens.index', {}, (context) => {
    const { query } = context.call
    const all = query.get('all') === 'true' && context.user.role === 'admin'
    // `client_id` takes either kind (documented); `global_client_id` a global one, of which there are none here.
    const [client, global] = [query.get('client_id'), query.get('global_client_id')]
    const rows = [...grantsOf(context.world).scan()].filter(
      (one) => (all || one.user_id === context.user.id) && (client === null || String(one.client_id) === client) && global === null,
    )
    return paged<Grant>(context, 'tokens', rows, (one) => grantJson(context, one), { order: byId })
  }),
  ...api('POST', '/api/v2/oauth/tokens', 'oauth_tokens.create', admin, (context) => {
    const sent = rootOf(context, 'token')
    const found = clientsOf(context.world).get(String(sent.client_id))
    if (!found) return flat('RecordInvalid', 422, 'client_id is the numeric id of a client')
    const scopes = Array.isArray(sent.scopes) ? sent.scopes.map(String) : []
    const made = issue(context.world, found, context.user.id, scopes, { access: found.expires_in, refresh: found.refresh_token_expires_in }, false)
    const shown = grantJson(context, made, true)
    return created({ token: shown }, shown.url)
  }),
  ...api('GET', '/api/v2/oauth/tokens/current', 'oauth_tokens.current', { who: 'end-user' }, (context) => {
    const found = current(context)
    return found ? json({ token: grantJson(context, found) }) : recordNotFound()
  }),
  ...api('DELETE', '/api/v2/oauth/tokens/current', 'oauth_tokens.revoke_current', { who: 'end-user' }, (context) => {
    const found = current(context)
    if (!found) return recordNotFound()
    withdraw(context.world, found)
    return noContent()
  }),
  ...api('GET', '/api/v2/oauth/tokens/:id', 'oauth_tokens.show', { who: 'end-user' }, (context) => {
    const found = grant(context)
    return found ? json({ token: grantJson(context, found) }) : recordNotFound()
  }),
  ...api('DELETE', '/api/v2/oauth/tokens/:id', 'oauth_tokens.revoke', { who: 'end-user' }, (context) => {
    const found = grant(context)
    if (!found) return recordNotFound()
    withdraw(context.world, found)
    return noContent()
  }),
]
