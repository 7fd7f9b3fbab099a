import { type Call, type Operation, Refusal, type Reply, type World } from '../core/index.ts'
import { knownApp } from './authenticate.ts'
import { type App, consent, hasConsent, type Tenant, type User, userNamed, users } from './directory.ts'
import { answersAsked, frontTokens, responseMode } from './front-channel.ts'
import type { CodeClaims } from './grants/authorization-code.ts'
import { admitAtAll, signingIn, type TokenRequest, userPermissions } from './grants/grant.ts'
import { asked, consentPage, errorPage } from './pages.ts'
import { aadsts } from './problems.ts'
import { errorFields, type ResponseMode, redirect, registeredAs } from './redirect.ts'
import { granted, type Permissions, scopeAsked } from './resource.ts'
import { settingsOf } from './settings.ts'
import { addressed } from './tenant.ts'

/** Where the answer goes. Until this is known, errors stay on our page. */
interface Destination {
  client: App
  uri: string
  kind: 'web' | 'spa'
  mode: ResponseMode
  state: string | undefined
}

function destination(world: World, tenant: Tenant, form: URLSearchParams): Destination {
  const client = knownApp(world, tenant, form.get('client_id') ?? undefined)
  const uri = form.get('redirect_uri') || (client.redirectUris[0] ?? client.spaRedirectUris[0] ?? '')
  const kind = registeredAs(client, uri)
  if (!kind) throw new Refusal(aadsts(50011, { redirect: uri, app: client.clientId }))
  return { client, uri, kind, mode: responseMode(form), state: form.get('state') ?? undefined }
}

/** A code for ten minutes, bound to all that the token request must repeat. */
function code(world: World, { client, uri, kind }: Destination, user: User, permissions: Permissions, form: URLSearchParams): string {
  const [challenge, nonce] = [form.get('code_challenge'), form.get('nonce')]
  const claims: CodeClaims = {
    redirectUri: uri,
    scope: scopeAsked(permissions),
    spa: kind === 'spa',
    ...(nonce ? { nonce } : {}),
    ...(challenge ? { challenge, method: form.get('code_challenge_method') === 'S256' ? 'S256' : 'plain' } : {}),
  }
  return world.tokens.issue({
    value: `1.${world.random('entra.token').text(240)}`,
    issuer: 'entra',
    kind: 'code',
    client: client.clientId,
    subject: user.oid,
    audience: permissions.resource.audience,
    scopes: granted(permissions),
    expiresAt: world.clock.now() + settingsOf(world).codeLifetime,
    claims,
  }).value
}

/** Who signs in and agrees; undefined: somebody must be asked. Throws a Refusal where they do not agree. */
function decision({ world, tenant, client, form }: TokenRequest, permissions: Permissions): User | undefined {
  const hint = form.get('login_hint')
  const { consent: rule } = settingsOf(world)
  const decided = form.get('decision') ?? (rule === 'ask' ? null : rule)
  if (decided !== null) {
    if (decided !== 'allow') throw new Refusal(aadsts(65004))
    return signingIn(world, tenant, form.get('user') ?? hint)
  }
  if (form.get('prompt') !== 'none') return undefined
  // A silent request must name whom it means, as a browser's session would.
  const everyone = [...users(world).scan()]
  const user = hint ? userNamed(world, hint) : everyone[0]
  if (!user || (!hint && everyone.length > 1)) throw new Refusal(aadsts(50058))
  if (!hasConsent(world, client, user.oid, permissions.resource.key))
    throw new Refusal(aadsts(65001, { app: client.clientId, name: client.name }, { error: 'interaction_required' }))
  admitAtAll(user)
  return user
}

function proceed(request: TokenRequest, to: Destination): Reply {
  const { call, world, tenant, form } = request
  const answers = answersAsked(to.client, form)
  const permissions = userPermissions(request)
  const user = decision(request, permissions)
  if (!user) {
    const names = [...permissions.openid, ...granted(permissions).map((name) => `${name} at ${permissions.resource.audience}`)]
    return consentPage({
      title: `Permissions requested by ${to.client.name}`,
      permissions: [...new Set(names)],
      users: [...users(world).scan()],
      hint: form.get('login_hint') ?? undefined,
      action: `${call.base}${call.path}`,
      fields: form,
    })
  }
  consent(world, to.client.clientId, user.oid, permissions.resource.key)
  const given = answers.code ? code(world, to, user, permissions, form) : undefined
  const delegated = { user, permissions, id: { nonce: form.get('nonce') ?? undefined, openid: permissions.openid }, spa: to.kind === 'spa' }
  return redirect(to.uri, to.mode, {
    code: given,
    ...frontTokens(request, delegated, answers, given),
    client_info: form.get('client_info') === '1' ? Buffer.from(JSON.stringify({ uid: user.oid, utid: tenant.id })).toString('base64url') : undefined,
    state: to.state,
    session_state: world.random('entra.token').guid(),
  })
}

function authorize(call: Call, world: World, version: 1 | 2): Reply {
  const form = asked(call)
  let to: Destination | undefined
  try {
    const { tenant, shared } = addressed(world, call.params.tenant as string)
    to = destination(world, tenant, form)
    return proceed({ call, world, tenant, shared, version, form, client: to.client, proof: '0' }, to)
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.problem === 'not-imitated') throw error
    const fields = errorFields(error.problem, call, world)
    if (!to) return errorPage(fields.error_description, settingsOf(world).errorPageStatus)
    const cancelled = error.problem.detail?.code === 65004 ? { error_subcode: 'cancel' } : {}
    return redirect(to.uri, to.mode, { ...fields, ...cancelled, state: to.state })
  }
}

const endpoint = (name: string, path: string, version: 1 | 2): Operation[] =>
  (['GET', 'POST'] as const).map((method) => ({ name, method, path, run: (call, world) => authorize(call, world, version) }))

export const authorizeOperations: Operation[] = [
  ...endpoint('authorize', '/:tenant/oauth2/v2.0/authorize', 2),
  ...endpoint('authorize.v1', '/:tenant/oauth2/authorize', 1),
]
