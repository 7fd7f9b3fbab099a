import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { link, proof, redeem } from './asking.ts'
import { CLIENT, desk, jwt, ORG, PUBLIC, REDIRECT, seed, sentBack, signIn, TENANT, tenancy } from './tenant.ts'

describe('the page where people sign in', () => {
  it('names the application, what it asks for and who there is, and lets no markup through', async () => {
    const { status, headers, body } = await tenancy().get(link({ state: '"><script>alert(1)</script>', login_hint: 'Olga@Rehearsal.onmicrosoft.com' }))
    expect([status, headers.get('content-type'), headers.get('x-frame-options')]).toEqual([200, 'text/html; charset=utf-8', 'DENY'])
    expect(body).toContain('Permissions requested by Support &lt;b&gt;desk&lt;/b&gt;')
    expect(body).toContain(`user_impersonation at ${ORG}`)
    expect(body).not.toContain('<script>')
    expect(body).toMatch(/value="olga@rehearsal.onmicrosoft.com" checked/)
    expect(body).toMatch(/value="allow">Allow<.*value="deny">Deny</)
  })

  it('sends a code back on Allow, and access_denied on Deny', async () => {
    const own = tenancy()
    const allowed = await signIn(own, { state: 'a b', client_info: '1' })
    expect([...allowed.keys()]).toEqual(['code', 'client_info', 'state', 'session_state'])
    expect(allowed.get('state')).toBe('a b')
    const denied = await signIn(own, { state: 'x', decision: 'deny' })
    expect(denied.get('error')).toBe('access_denied')
    expect(denied.get('error_subcode')).toBe('cancel')
    expect(denied.get('error_description')).toMatch(/^AADSTS65004: /)
    expect(denied.get('state')).toBe('x')
  })

  it('decides nothing by a link', async () => {
    const { status, body } = await tenancy().get(link({ decision: 'allow', user: 'mia@rehearsal.onmicrosoft.com' }))
    expect([status, typeof body]).toEqual([200, 'string'])
  })

  it.each([
    ['AADSTS50011', { redirect_uri: 'https://evil.example/' }, 'https://evil.example/'],
    ['AADSTS700016', { client_id: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee' }, 'was not found in the directory'],
  ])('keeps people on a page of its own for %s', async (code, more, words) => {
    const { status, headers, body } = await tenancy().get(link(more))
    expect([status, headers.get('location')]).toEqual([200, null])
    expect(body).toContain(code)
    expect(body).toContain(words)
  })

  it.each([
    ['invalid_resource', { scope: 'api://nothing/.default' }],
    ['invalid_request', { scope: '' }],
    ['login_required', { prompt: 'none' }],
    ['interaction_required', { prompt: 'none', login_hint: 'mia@rehearsal.onmicrosoft.com' }],
  ])('sends %s back to the application', async (error, more) => {
    const back = sentBack(await tenancy().get(link(more)))
    expect([back.get('error'), back.get('state')]).toEqual([error, 'a b'])
  })

  it('is silent for a user who has agreed before', async () => {
    const own = tenancy()
    await signIn(own)
    const back = sentBack(await own.get(link({ prompt: 'none', login_hint: 'mia@rehearsal.onmicrosoft.com' })))
    expect((await redeem(own, back.get('code'))).status).toBe(200)
  })

  it('needs nobody where the settings decide', async () => {
    const back = sentBack(await tenancy({ settings: { consent: 'allow' } }).get(link()))
    expect(back.get('code')).toMatch(/^1\./)
    expect(sentBack(await tenancy({ settings: { consent: 'deny' } }).get(link())).get('error')).toBe('access_denied')
  })

  it('signs nobody else in for one who is not there', async () => {
    const stranger = 'nobody@rehearsal.onmicrosoft.com'
    const own = tenancy({ settings: { consent: 'allow' } })
    for (const back of [await signIn(own, { user: stranger }), sentBack(await own.get(link({ login_hint: stranger })))])
      expect([back.get('code'), back.get('error_description')]).toEqual([null, expect.stringMatching(/^AADSTS50034: The user account nobody@/)])
  })

  it('answers in a fragment or by a form where it was asked to', async () => {
    const own = tenancy({ settings: { consent: 'allow' } })
    expect((await own.get(link({ response_mode: 'fragment' }))).headers.get('location')).toMatch(/^https:\/\/app\.example\/callback#code=1\./)
    const { status, body } = await own.get(link({ response_mode: 'form_post' }))
    expect(status).toBe(200)
    expect(body).toMatch(/<form method="post" action="https:\/\/app\.example\/callback"><input type="hidden" name="code" value="1\./)
  })

  it('takes any port of a registered http://localhost', async () => {
    const own = tenancy({ settings: { consent: 'allow' } })
    const { headers } = await own.get(link({ client_id: PUBLIC, redirect_uri: 'http://localhost:53170/' }))
    expect(headers.get('location')).toMatch(/^http:\/\/localhost:53170\/\?code=/)
  })

  it('answers tokens itself where the application may have them', async () => {
    const own = tenancy({ settings: { consent: 'allow' }, seed: { ...seed, apps: [{ ...desk, implicit: { idToken: true, accessToken: true } }] } })
    const { headers } = await own.get(link({ response_type: 'code id_token token', nonce: 'n-2' }))
    const [address, fields] = (headers.get('location') ?? '').split('#')
    const given = new URLSearchParams(fields)
    expect([address, given.get('token_type'), given.has('refresh_token')]).toEqual(['https://app.example/callback', 'Bearer', false])
    const half = (text: string | null) =>
      createHash('sha256')
        .update(text ?? '')
        .digest()
        .subarray(0, 16)
        .toString('base64url')
    expect(jwt(given.get('id_token') ?? '').claims).toMatchObject({
      aud: CLIENT,
      nonce: 'n-2',
      c_hash: half(given.get('code')),
      at_hash: half(given.get('access_token')),
    })
    expect(own.world.tokens.find(given.get('access_token') ?? '')).toMatchObject({ kind: 'access', client: CLIENT })
    // The organization's token is of version 1, whose header has the thumbprint; an ID token's has not.
    const { header } = jwt(given.get('access_token') ?? '')
    expect(header).toMatchObject({ x5t: header.kid })
    expect(jwt(given.get('id_token') ?? '').header).not.toHaveProperty('x5t')
    expect((await redeem(own, given.get('code'))).status).toBe(200)
    const [, plain] = ((await own.get(link({ response_type: 'id_token', nonce: 'n' }))).headers.get('location') ?? '').split('#')
    expect([...new URLSearchParams(plain).keys()]).toEqual(['id_token', 'state', 'session_state'])
  })

  it.each([
    [700054, { response_type: 'id_token', nonce: 'n' }],
    [700051, { response_type: 'token' }],
    [70007, { response_type: 'nonsense' }],
    [70007, { response_mode: 'web_message' }],
    [70007, { code_challenge: 'a'.repeat(43), code_challenge_method: 's256' }],
  ])('AADSTS%i for tokens that it may not have, and for ways of asking that there are not', async (code, more) => {
    const { headers } = await tenancy({ settings: { consent: 'allow' } }).get(link(more))
    expect(decodeURIComponent(headers.get('location') ?? '')).toContain(`AADSTS${code}:`)
  })

  it('refuses tokens in a query, and an id token without a nonce', async () => {
    const own = tenancy({ settings: { consent: 'allow' }, seed: { ...seed, apps: [{ ...desk, implicit: { idToken: true } }] } })
    const place = async (more: Record<string, string>) =>
      decodeURIComponent((await own.get(link({ response_type: 'id_token', ...more }))).headers.get('location') ?? '')
    expect(await place({ response_mode: 'query', nonce: 'n' })).toContain('AADSTS70007:')
    expect(await place({})).toContain('AADSTS900144:')
  })
})

describe('administrators', () => {
  const link = `/${TENANT}/adminconsent?${new URLSearchParams({ client_id: CLIENT, redirect_uri: REDIRECT, state: 's' })}`

  it('agree for everybody', async () => {
    const own = tenancy()
    expect((await own.get(link)).body).toContain('permissions for your organisation')
    const answer = await own.post(`/${TENANT}/adminconsent`, { client_id: CLIENT, redirect_uri: REDIRECT, state: 's', decision: 'allow' })
    expect(Object.fromEntries(sentBack(answer))).toEqual({ admin_consent: 'True', tenant: TENANT, state: 's' })
    const ropc = { ...proof, grant_type: 'password', username: 'mia@rehearsal.onmicrosoft.com', password: 'rehearsal', scope: `${ORG}/.default` }
    expect((await own.token(ropc)).status).toBe(200)
  })

  it('or do not', async () => {
    const answer = await tenancy().post(`/${TENANT}/adminconsent`, { client_id: CLIENT, redirect_uri: REDIRECT, state: 's', decision: 'deny' })
    expect(Object.fromEntries(sentBack(answer))).toMatchObject({
      error: 'permission_denied',
      error_description: expect.stringMatching(/^AADSTS65004: /),
      state: 's',
    })
  })
})

describe('signing out', () => {
  it('goes back to a registered place only', async () => {
    const { get } = tenancy()
    const back = await get(`/${TENANT}/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent(REDIRECT)}&state=1`)
    expect([back.status, back.headers.get('location')]).toEqual([302, `${REDIRECT}?state=1`])
    expect((await get(`/${TENANT}/oauth2/v2.0/logout?post_logout_redirect_uri=https://evil.example`)).status).toBe(200)
  })
})
