import { describe, expect, it } from 'vitest'
import { MIDDLE, onBehalf, redeem, refresh, withMiddle } from './asking.ts'
import { jwt, seed, signIn, tenancy } from './tenant.ts'

describe('a second factor', () => {
  it('that was given on the page counts for what comes of the sign-in: refreshing, calling on', async () => {
    const own = tenancy({ seed: { ...seed, apps: withMiddle } })
    const scope = `openid offline_access api://${MIDDLE}/access`
    const code = (await signIn(own, { user: 'olga@rehearsal.onmicrosoft.com', scope })).get('code')
    const { body } = await redeem(own, code, { scope })
    expect(jwt(body.access_token).claims.amr).toEqual(['pwd', 'mfa'])
    const again = await refresh(own, body.refresh_token)
    expect([again.status, jwt(again.body.access_token).claims.upn]).toEqual([200, 'olga@rehearsal.onmicrosoft.com'])
    expect((await own.token(onBehalf(body.access_token))).status).toBe(200)
  })
})
