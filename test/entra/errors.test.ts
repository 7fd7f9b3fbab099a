import { describe, expect, it } from 'vitest'
import { definitions } from '../../mocks/entra/aadsts.ts'
import { pkce } from './asking.ts'
import { asApp, CLIENT, desk, ORG, PUBLIC, REDIRECT, seed, signIn, TENANT, tenancy } from './tenant.ts'

const OTHER = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
const { client_secret: _, ...nameless } = asApp
const ropc = { grant_type: 'password', client_id: CLIENT, client_secret: 'rehearsal-secret', scope: `${ORG}/.default`, password: 'rehearsal' }
const mia = { ...ropc, username: 'mia@rehearsal.onmicrosoft.com' }

type Row = [code: number, status: number, error: string, words: string, form: Record<string, string>, path?: string, headers?: Record<string, string>]
const rows: Row[] = [
  [7000218, 401, 'invalid_client', "parameter: 'client_assertion' or 'client_secret'", nameless],
  [700025, 401, 'invalid_client', 'Client is public', { ...asApp, client_id: PUBLIC }],
  [7000218, 401, 'invalid_client', 'must contain', { ...nameless, client_id: PUBLIC }],
  [700016, 400, 'unauthorized_client', `identifier '${OTHER}' was not found in the directory '${TENANT}'`, { ...asApp, client_id: OTHER }],
  [700016, 400, 'unauthorized_client', "identifier 'desk'", { ...asApp, client_id: 'desk' }],
  [90002, 400, 'invalid_request', `Tenant '${OTHER}' not found`, asApp, `/${OTHER}/oauth2/v2.0/token`],
  [90002, 400, 'invalid_request', "Tenant 'contoso.com' not found", asApp, '/contoso.com/oauth2/v2.0/token'],
  [900023, 400, 'invalid_request', "'contoso' is neither a valid DNS name", asApp, '/contoso/oauth2/v2.0/token'],
  [50059, 400, 'invalid_request', 'No tenant-identifying information', asApp, '/common/oauth2/v2.0/token'],
  [1002012, 400, 'invalid_scope', `scope ${ORG}/user_impersonation is not valid`, { ...asApp, scope: `${ORG}/user_impersonation` }],
  [28000, 400, 'invalid_scope', 'more than one resource', { ...asApp, scope: `${ORG}/.default https://graph.microsoft.com/.default` }],
  [70011, 400, 'invalid_scope', 'The scope offline access! is not valid', { ...mia, scope: 'offline access!' }],
  [901002, 400, 'invalid_request', "'resource' request parameter is not supported", { ...asApp, resource: ORG }],
  [900144, 400, 'invalid_request', "parameter: 'grant_type'", { client_id: CLIENT }],
  [900144, 400, 'invalid_request', "parameter: 'client_id'", { grant_type: 'client_credentials' }],
  [900144, 400, 'invalid_request', "parameter: 'scope'", { ...asApp, scope: '' }],
  [900144, 400, 'invalid_request', "parameter: 'resource'", asApp, `/${TENANT}/oauth2/token`],
  [9002313, 400, 'invalid_grant', 'malformed or invalid', { ...asApp, grant_type: 'refresh_token', refresh_token: 'x' }],
  [9002313, 400, 'invalid_grant', 'malformed or invalid', { ...asApp, grant_type: 'authorization_code', code: 'x', redirect_uri: REDIRECT }],
  [50126, 400, 'invalid_grant', 'invalid username or password', { ...mia, password: 'x' }],
  [50034, 400, 'invalid_grant', 'The user account nobody@', { ...ropc, username: 'nobody@rehearsal.onmicrosoft.com' }],
  [50057, 400, 'invalid_grant', 'account is disabled', { ...ropc, username: 'noah@rehearsal.onmicrosoft.com' }],
  [50076, 400, 'interaction_required', `multi-factor authentication to access '${ORG}'`, { ...ropc, username: 'olga@rehearsal.onmicrosoft.com' }],
  [53003, 400, 'interaction_required', 'Conditional Access', { ...ropc, username: 'paul@rehearsal.onmicrosoft.com' }],
  [65001, 400, 'invalid_grant', `application with ID '${CLIENT}'`, mia],
  [70018, 400, 'bad_verification_code', 'Invalid verification code', { ...asApp, grant_type: 'device_code', device_code: 'x' }],
]

describe('errors of the token endpoint', () => {
  it.each(rows)('AADSTS%i is %i %s: %s', async (code, status, error, words, form, path, headers) => {
    const { token, world } = tenancy()
    const { status: got, body } = await token(form, { ...(path ? { path } : {}), ...(headers ? { headers } : {}) })
    expect({ status: got, error: body.error, codes: body.error_codes }).toEqual({ status, error, codes: [code] })
    expect(body.error_description).toContain(`AADSTS${code}: `)
    expect(body.error_description).toContain(words)
    expect(body.error_description).not.toMatch(/\{\w+\}/)
    const { uri } = definitions[code as keyof typeof definitions]
    expect(body.error_uri).toBe(uri ? `https://login.microsoftonline.com/error?code=${code}` : undefined)
    expect(world.tokens.all('entra')).toEqual([])
    const [exchange] = world.journal.of('entra')
    expect(exchange?.remarks).toEqual([{ kind: 'token-refused', why: expect.stringContaining(words) }])
    expect(exchange?.actions).toEqual([{ kind: 'signed-in', client: form.client_id ?? 'unknown', renewal: false, ok: false, expiresAt: null }])
  })

  it('carries what a client needs to ask its user again', async () => {
    const { token } = tenancy()
    const mfa = await token({ ...ropc, username: 'olga@rehearsal.onmicrosoft.com' })
    expect(mfa.body.suberror).toBe('basic_action')
    expect(JSON.parse(mfa.body.claims).access_token.capolids.essential).toBe(true)
    expect((await token(mia)).body.suberror).toBe('consent_required')
  })

  it('takes the correlation id of the caller, from the query as MSAL sends it', async () => {
    const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
    const { body, headers } = await tenancy().token({ ...asApp, client_secret: 'x' }, { path: `/${TENANT}/oauth2/v2.0/token?client-request-id=${id}` })
    expect(body.correlation_id).toBe(id)
    expect(body.error_description).toContain(`Correlation ID: ${id} `)
    expect(headers.get('x-ms-request-id')).toBe(body.trace_id)
  })

  it('knows secrets that are not yet and no longer good', async () => {
    const secrets = [
      { value: 'old', expires: '2026-03-01T07:00:00Z' },
      { value: 'new', from: '2026-03-01T08:00:20Z' },
    ]
    const { token, world } = tenancy({ seed: { ...seed, apps: [{ ...desk, secrets }] } })
    const expired = await token({ ...asApp, client_secret: 'old' })
    expect([expired.status, expired.body.error_codes]).toEqual([401, [7000222]])
    expect(expired.body.error_description).toContain(`keys for app '${CLIENT}' are expired`)
    expect((await token({ ...asApp, client_secret: 'new' })).body.error_codes).toEqual([7000215])
    await world.clock.advance(20_000)
    expect((await token({ ...asApp, client_secret: 'new' })).status).toBe(200)
  })

  it('accepts POST only, and answers the preflight of a browser', async () => {
    const { get, fetch } = tenancy()
    const { status, body } = await get(`/${TENANT}/oauth2/v2.0/token`)
    expect([status, body.error_codes]).toEqual([400, [900561]])
    const preflight = await fetch(`https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`, { method: 'OPTIONS' })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  })

  it('calls an unknown tenant invalid_tenant in discovery', async () => {
    const { status, body } = await tenancy().get('/contoso.com/v2.0/.well-known/openid-configuration')
    expect([status, body.error, body.error_codes]).toEqual([400, 'invalid_tenant', [90002]])
  })

  it.each([
    ['the SAML bearer assertion grant', { grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer', client_id: CLIENT }, undefined],
    ['personal Microsoft accounts', asApp, '/consumers/oauth2/v2.0/token'],
  ])('says 501 for what is not imitated: %s', async (feature, form, path) => {
    const { token, world } = tenancy()
    const { status, body } = await token(form, path ? { path } : {})
    expect([status, body.error, body.error_codes]).toEqual([501, 'not_imitated', []])
    expect(body.error_description).toContain(`crm-rehearsal does not imitate ${feature}`)
    expect(world.journal.of('entra')[0]?.remarks).toContainEqual({ kind: 'not-imitated', feature: expect.stringContaining(feature) })
  })

  it.each([
    [429, 90055, 'temporarily_unavailable'],
    [503, 90033, 'temporarily_unavailable'],
    [500, 50000, 'server_error'],
  ])('gives a fault %i the words of AADSTS%i', async (status, code, error) => {
    const { token, world } = tenancy()
    world.faults.add({ when: { mock: 'entra' }, effect: { kind: 'refuse', status, retryAfter: 7 } })
    const answer = await token(asApp)
    expect([answer.status, answer.body.error, answer.body.error_codes, answer.headers.get('retry-after')]).toEqual([status, error, [code], '7'])
  })

  it('refuses a single-page code without an origin, and an origin without such a code', async () => {
    const page = 'https://app.example/spa'
    const own = tenancy({ seed: { ...seed, apps: [{ ...desk, spaRedirectUris: [page] }] } })
    const redeem = async (redirect_uri: string, headers: Record<string, string>, proved = true) => {
      const code = (await signIn(own, { redirect_uri, ...(proved ? pkce.challenge : {}) })).get('code') ?? ''
      const form = { grant_type: 'authorization_code', client_id: CLIENT, client_secret: 'rehearsal-secret', code, redirect_uri }
      return own.token({ ...form, ...(proved ? pkce.verifier : {}) }, { headers })
    }
    const cross = await redeem(REDIRECT, { origin: 'https://app.example' })
    expect(cross.body.error_description).toContain(
      "AADSTS9002326: Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: 'https://app.example'.",
    )
    expect((await redeem(page, {})).body.error_codes).toEqual([9002327])
    const good = await redeem(page, { origin: 'https://app.example' })
    expect([good.status, good.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    for (const headers of [{}, { origin: 'https://app.example' }] as Record<string, string>[]) {
      const { status, body } = await redeem(page, headers, false)
      expect([status, body.error, body.error_description]).toEqual([
        400,
        'invalid_request',
        expect.stringContaining('AADSTS9002325: Proof Key for Code Exchange is required for cross-origin authorization code redemption.'),
      ])
    }
  })

  it('reads what is asked for before it signs anybody in by a password', async () => {
    const { token } = tenancy()
    const asked = async (more: Record<string, string>) => (await token({ ...mia, password: 'x', ...more })).body.error_codes
    expect([await asked({ scope: '' }), await asked({ scope: 'https://nobody.example/x' }), await asked({})]).toEqual([[900144], [500011], [50126]])
  })

  it('takes a path in any case, and the name of a tenant', async () => {
    const { token, get } = tenancy()
    for (const path of [`/${TENANT.toUpperCase()}/OAuth2/v2.0/Token`, '/Rehearsal.OnMicrosoft.com/oauth2/V2.0/token/'])
      expect((await token(asApp, { path })).status).toBe(200)
    expect((await get('/COMMON/V2.0/.Well-Known/OpenID-Configuration')).status).toBe(200)
    expect((await get(`/${TENANT}/OAuth3`)).status).toBe(404)
  })
})
