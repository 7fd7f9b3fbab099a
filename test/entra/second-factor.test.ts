import { describe, expect, it } from 'vitest'
import { redeem, refresh } from './asking.ts'
import { desk, jwt, ORG, seed, signIn, tenancy } from './tenant.ts'

describe('a second factor', () => {
  it('that was given on the page counts for what comes of the sign-in: refreshing, calling on', async () => {
    const MIDDLE = '3d9f60b2-7e5c-4143-8d80-9cbf206e4153'
    const apps = [
      { ...desk, adminConsent: true },
      { clientId: MIDDLE, name: 'Middle', secrets: ['middle'], adminConsent: true },
    ]
    const own = tenancy({ seed: { ...seed, apps } })
    const scope = `openid offline_access api://${MIDDLE}/access`
    const code = (await signIn(own, { user: 'olga@rehearsal.onmicrosoft.com', scope })).get('code')
    const { body } = await redeem(own, code, { scope })
    expect(jwt(body.access_token).claims.amr).toEqual(['pwd', 'mfa'])
    const again = await refresh(own, body.refresh_token)
    expect([again.status, jwt(again.body.access_token).claims.upn]).toEqual([200, 'olga@rehearsal.onmicrosoft.com'])
    const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_id: MIDDLE, client_secret: 'middle', requested_token_use: 'on_behalf_of' }
    expect((await own.token({ ...form, assertion: body.access_token, scope: `${ORG}/user_impersonation` })).status).toBe(200)
  })
})
