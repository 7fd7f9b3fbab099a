import { type Call, type Operation, type Problem, Refusal, type Reply, type World } from '../core/index.ts'
import { issuerV2 } from './claims.ts'
import { signingKey } from './keys.ts'
import { aadsts } from './problems.ts'
import { addressed } from './tenant.ts'

/** Discovery and keys may be cached for a day (recorded). */
const CACHED = { 'cache-control': 'max-age=86400, private', 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, OPTIONS' }
const HOST = 'https://login.microsoftonline.com'

/** Discovery calls an unknown tenant invalid_tenant, where the token endpoint says invalid_request (recorded). */
function forDiscovery(run: () => Reply): Reply | Problem {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.detail?.code === undefined) throw error
    return { ...error.problem, detail: { ...error.problem.detail, error: 'invalid_tenant' } }
  }
}

/** Fields and values as in the real document (recorded 2026-07-13), with the addresses under which the client found us. */
function document(call: Call, world: World, version: 1 | 2): Reply {
  const segment = call.params.tenant as string
  const { tenant, shared } = addressed(world, segment)
  // A shared document leaves the tenant's place open, braces and all.
  const id = shared ? '{tenantid}' : tenant.id
  const at = `${call.base}/${shared ? segment.toLowerCase() : tenant.id}`
  const [oauth, keys] = version === 2 ? [`${at}/oauth2/v2.0`, `${at}/discovery/v2.0/keys`] : [`${at}/oauth2`, `${call.base}/common/discovery/keys`]
  return {
    status: 200,
    headers: CACHED,
    body: {
      token_endpoint: `${oauth}/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic', 'self_signed_tls_client_auth'],
      jwks_uri: keys,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      scopes_supported: version === 2 ? ['openid', 'profile', 'email', 'offline_access'] : ['openid'],
      issuer: version === 2 ? issuerV2({ id, domain: tenant.domain }, call.base) : `https://sts.windows.net/${id}/`,
      request_uri_parameter_supported: false,
      userinfo_endpoint: `${at}/openid/userinfo`,
      authorization_endpoint: `${oauth}/authorize`,
      device_authorization_endpoint: `${oauth}/devicecode`,
      http_logout_supported: true,
      frontchannel_logout_supported: true,
      end_session_endpoint: `${oauth}/logout`,
      claims_supported: [
        ...['sub', 'iss', 'cloud_instance_name', 'cloud_instance_host_name', 'cloud_graph_host_name', 'msgraph_host', 'aud', 'exp', 'iat', 'auth_time', 'acr'],
        ...['nonce', 'preferred_username', 'name', 'tid', 'ver', 'at_hash', 'c_hash', 'email'],
      ],
      tenant_region_scope: shared ? null : 'EU',
      cloud_instance_name: 'microsoftonline.com',
      cloud_graph_host_name: 'graph.windows.net',
      msgraph_host: 'graph.microsoft.com',
      rbac_url: 'https://pas.windows.net',
    },
  }
}

function keys(call: Call, world: World, version: 1 | 2): Reply {
  const { tenant, shared } = addressed(world, call.params.tenant as string)
  const key = signingKey(world).published
  const issuer = issuerV2({ id: shared ? '{tenantid}' : tenant.id, domain: tenant.domain }, call.base)
  return { status: 200, headers: CACHED, body: { keys: [version === 2 ? { ...key, cloud_instance_name: 'microsoftonline.com', issuer } : key] } }
}

/** Which hosts are one cloud: asked by MSAL before it trusts an authority. This host is announced beside Microsoft's own. */
function instance(call: Call): Reply | Problem {
  const asked = call.query.get('authorization_endpoint')
  if (!asked) return aadsts(900144, { parameter: 'authorization_endpoint' })
  const endpoint = URL.canParse(asked) ? new URL(asked) : undefined
  const own = new URL(call.base)
  const known = ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net']
  if (!endpoint || !(endpoint.host === own.host || known.includes(endpoint.host))) return aadsts(50049)
  const prefix = endpoint.host === own.host && endpoint.pathname.startsWith(`${own.pathname}/`) ? own.pathname : ''
  const segment = endpoint.pathname.slice(prefix.length).split('/')[1] || 'common'
  const aliases = known.includes(own.host) ? known : [own.host]
  return {
    status: 200,
    headers: CACHED,
    body: {
      tenant_discovery_endpoint: `${endpoint.host === own.host ? call.base : HOST}/${segment}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: aliases[0], preferred_cache: aliases[1] ?? aliases[0], aliases }],
    },
  }
}

export const discoveryOperations: Operation[] = [
  { name: 'discovery.instance', method: 'GET', path: '/common/discovery/instance', run: instance },
  {
    name: 'discovery',
    method: 'GET',
    path: '/:tenant/v2.0/.well-known/openid-configuration',
    run: (call, world) => forDiscovery(() => document(call, world, 2)),
  },
  {
    name: 'discovery.v1',
    method: 'GET',
    path: '/:tenant/.well-known/openid-configuration',
    run: (call, world) => forDiscovery(() => document(call, world, 1)),
  },
  { name: 'keys', method: 'GET', path: '/:tenant/discovery/v2.0/keys', run: (call, world) => keys(call, world, 2) },
  { name: 'keys.v1', method: 'GET', path: '/:tenant/discovery/keys', run: (call, world) => keys(call, world, 1) },
]
