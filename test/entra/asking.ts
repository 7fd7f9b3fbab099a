import { type Answer, CLIENT, desk, ORG, REDIRECT, TENANT, type Tenancy } from './tenant.ts'

export const MINUTE = 60_000
export const DAY = 86_400_000
export const AUTHORIZE = `/${TENANT}/oauth2/v2.0/authorize`
export const request = {
  client_id: CLIENT,
  response_type: 'code',
  redirect_uri: REDIRECT,
  scope: `openid profile offline_access ${ORG}/user_impersonation`,
  state: 'a b',
}
export const link = (more: Record<string, string> = {}) => `${AUTHORIZE}?${new URLSearchParams({ ...request, ...more })}`
export const proof = { client_id: CLIENT, client_secret: 'rehearsal-secret' }

/** What `/authorize` is shown, and what proves it afterwards. */
export const pkce = { challenge: { code_challenge: 'v'.repeat(43) }, verifier: { code_verifier: 'v'.repeat(43) } }

export const redeem = ({ token }: Tenancy, code: string | null, more: Record<string, string> = {}) =>
  token({ ...proof, grant_type: 'authorization_code', code: code ?? '', redirect_uri: REDIRECT, ...more })
export const refresh = ({ token }: Tenancy, refresh_token: string, more: Record<string, string> = {}) =>
  token({ ...proof, grant_type: 'refresh_token', refresh_token, ...more })
export const codes = ({ body }: Answer) => body.error_codes

/** A service that is called as a user and calls on as that user. */
export const MIDDLE = '3d9f60b2-7e5c-4143-8d80-9cbf206e4153'
export const withMiddle = [
  { ...desk, adminConsent: true },
  { clientId: MIDDLE, name: 'Middle', secrets: ['middle'], adminConsent: true },
]
export const onBehalf = (assertion: string) => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  client_id: MIDDLE,
  client_secret: 'middle',
  assertion,
  requested_token_use: 'on_behalf_of',
  scope: `${ORG}/user_impersonation offline_access`,
})
