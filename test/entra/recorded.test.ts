import { describe, expect, it } from 'vitest'
import { asApp, CLIENT, jwt, normalised, tenancy } from './tenant.ts'

/**
 * Answers of the real service, recorded 2026-08-13 by the entra-emulator project (commit 4e61f24, Apache-2.0), with ids and
 * times folded. Ours are folded the same way and must be equal, member for member.
 */
const trail = 'Trace ID: {guid} Correlation ID: {guid} Timestamp: {timestamp}'
const ids = { timestamp: '{timestamp}', trace_id: '{guid}', correlation_id: '{guid}' }

const recorded = [
  {
    what: 'an application token',
    form: asApp,
    status: 200,
    body: { token_type: 'Bearer', expires_in: '{seconds}', ext_expires_in: '{seconds}', access_token: '{jwt}' },
  },
  {
    what: 'a wrong secret',
    form: { ...asApp, client_secret: 'wrong' },
    status: 401,
    body: {
      error: 'invalid_client',
      error_description: `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app-id}'. ${trail}`,
      error_codes: [7000215],
      ...ids,
      error_uri: 'https://login.microsoftonline.com/error?code=7000215',
    },
  },
  {
    what: 'a resource that is not there',
    form: { ...asApp, scope: 'api://not-a-registered-resource/.default' },
    status: 400,
    body: {
      error: 'invalid_resource',
      error_description: `AADSTS500011: The resource principal named api://not-a-registered-resource was not found in the tenant named {tenant-id}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant. ${trail}`,
      error_codes: [500011],
      ...ids,
      error_uri: 'https://login.microsoftonline.com/error?code=500011',
    },
  },
  {
    what: 'the zero application id',
    form: { ...asApp, client_id: '00000000-0000-0000-0000-000000000000' },
    status: 400,
    body: {
      error: 'unauthorized_client',
      error_description: `AADSTS700038: {guid} is not a valid application identifier. ${trail}`,
      error_codes: [700038],
      ...ids,
    },
  },
  {
    what: 'a grant that does not exist',
    form: { ...asApp, grant_type: 'no_such_grant' },
    status: 400,
    body: {
      error: 'unsupported_grant_type',
      error_description: `AADSTS70003: The app requested an unsupported grant type 'no_such_grant'. ${trail}`,
      error_codes: [70003],
      ...ids,
    },
  },
]

describe('answers as the real service recorded them', () => {
  it.each(recorded)('$what', async ({ form, status, body }) => {
    const answer = await tenancy().token(form)
    expect(answer.status).toBe(status)
    expect(normalised(answer.body)).toEqual(body)
    expect(Object.keys(answer.body)).toEqual(Object.keys(body))
  })

  it('names the claims of a v2 token as recorded, and its header without x5t', async () => {
    const { body } = await tenancy().token({ ...asApp, scope: `${CLIENT}/.default` })
    const { header, claims } = jwt(body.access_token)
    expect(Object.keys(header).sort()).toEqual(['alg', 'kid', 'typ'])
    expect(header).toMatchObject({ alg: 'RS256', typ: 'JWT' })
    const names = ['aio', 'aud', 'azp', 'azpacr', 'exp', 'iat', 'iss', 'nbf', 'oid', 'rh', 'sub', 'tid', 'uti', 'ver', 'xms_ftd']
    expect(Object.keys(claims).sort()).toEqual(names)
    expect(normalised({ aud: claims.aud, iss: claims.iss, tid: claims.tid, ver: claims.ver })).toEqual({
      aud: '{app-id}',
      iss: 'https://login.microsoftonline.com/{tenant-id}/v2.0',
      tid: '{tenant-id}',
      ver: '2.0',
    })
  })

  it('sends the headers of the azure-sdk recordings', async () => {
    const { headers } = await tenancy().token(asApp, { headers: { 'client-request-id': '11111111-2222-4333-8444-555555555555' } })
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      'content-type': 'application/json; charset=utf-8',
      expires: '-1',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
      'client-request-id': '11111111-2222-4333-8444-555555555555',
      date: 'Sun, 01 Mar 2026 08:00:00 GMT',
    })
    expect(headers.get('x-ms-ests-server')).toMatch(/^2\.1\.\d+\.\d+ - \w+ ProdSlices$/)
    expect(headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual(['fpc', 'esctx', 'x-ms-gateway-slice', 'stsservicecookie'])
  })
})

describe('the discovery document', () => {
  it('has every field of the real one (recorded 2026-07-13) with values it allows', async () => {
    const { body, headers } = await tenancy().get('/common/v2.0/.well-known/openid-configuration')
    expect(headers.get('cache-control')).toBe('max-age=86400, private')
    const fields = [
      ...['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint', 'device_authorization_endpoint', 'end_session_endpoint'],
      ...['response_types_supported', 'response_modes_supported', 'subject_types_supported', 'scopes_supported', 'id_token_signing_alg_values_supported'],
      ...['token_endpoint_auth_methods_supported', 'claims_supported', 'tenant_region_scope', 'cloud_instance_name', 'cloud_graph_host_name', 'msgraph_host'],
      ...['rbac_url', 'http_logout_supported', 'frontchannel_logout_supported', 'request_uri_parameter_supported'],
    ]
    expect(Object.keys(body).sort()).toEqual(fields.sort())
    expect(body).toMatchObject({
      issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
      token_endpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      http_logout_supported: true,
      frontchannel_logout_supported: true,
      request_uri_parameter_supported: false,
    })
    for (const claim of ['sub', 'iss', 'aud', 'exp', 'iat', 'tid', 'name', 'preferred_username', 'email', 'nonce', 'ver'])
      expect(body.claims_supported).toContain(claim)
    for (const method of ['client_secret_post', 'client_secret_basic', 'private_key_jwt']) expect(body.token_endpoint_auth_methods_supported).toContain(method)
  })
})
