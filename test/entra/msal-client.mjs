// @azure/msal-node in a process of its own: NODE_EXTRA_CA_CERTS is read when Node starts. Reads its orders from the
// first argument and prints what MSAL gave as one line of JSON.
import { ConfidentialClientApplication, CryptoProvider, PublicClientApplication } from '@azure/msal-node'

const { origin, tenant, client, secret, publicClient, resource, redirect, certificate, users } = JSON.parse(process.argv[2])
const authority = `${origin}/${tenant}`
const knownAuthorities = [new URL(origin).host]
const application = (auth) => new ConfidentialClientApplication({ auth: { authority, knownAuthorities, clientId: client, ...auth } })
const desktop = (authorityUrl = authority) => new PublicClientApplication({ auth: { authority: authorityUrl, knownAuthorities, clientId: publicClient } })
const appScopes = [`${resource}/.default`]
const userScopes = [`${resource}/user_impersonation`]
const brief = ({ accessToken, scopes, account, idTokenClaims, fromCache, tokenType, expiresOn }) => ({
  accessToken,
  scopes,
  username: account?.username,
  homeAccountId: account?.homeAccountId,
  nonce: idTokenClaims?.nonce,
  fromCache,
  tokenType,
  expiresOn,
})

const steps = {
  async clientCredentials() {
    const app = application({ clientSecret: secret })
    const first = await app.acquireTokenByClientCredential({ scopes: appScopes })
    const second = await app.acquireTokenByClientCredential({ scopes: appScopes })
    return [brief(first), brief(second)]
  },
  async certificate() {
    return brief(await application({ clientCertificate: certificate }).acquireTokenByClientCredential({ scopes: appScopes }))
  },
  async codeAndRefresh() {
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes()
    const app = application({ clientSecret: secret })
    const url = await app.getAuthCodeUrl({
      scopes: userScopes,
      redirectUri: redirect,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      nonce: 'n-1',
      loginHint: users.good,
    })
    const answer = await fetch(url, { redirect: 'manual' })
    const code = new URL(answer.headers.get('location')).searchParams.get('code')
    const first = await app.acquireTokenByCode({ scopes: userScopes, redirectUri: redirect, code, codeVerifier: verifier, nonce: 'n-1' })
    const silent = await app.acquireTokenSilent({ scopes: userScopes, account: first.account })
    const renewed = await app.acquireTokenSilent({ scopes: userScopes, account: first.account, forceRefresh: true })
    return [brief(first), brief(silent), brief(renewed)]
  },
  async deviceCode() {
    const result = await desktop().acquireTokenByDeviceCode({
      scopes: userScopes,
      deviceCodeCallback: async ({ verificationUri, userCode }) => {
        await fetch(verificationUri, { method: 'POST', body: new URLSearchParams({ user_code: userCode, user: users.good, decision: 'allow' }) })
      },
    })
    return brief(result)
  },
}

const missing = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
const password = (username, word = 'rehearsal') => desktop().acquireTokenByUsernamePassword({ scopes: userScopes, username, password: word })
const errors = {
  7000215: () => application({ clientSecret: 'wrong' }).acquireTokenByClientCredential({ scopes: appScopes }),
  700016: () => application({ clientId: missing, clientSecret: secret }).acquireTokenByClientCredential({ scopes: appScopes }),
  500011: () => application({ clientSecret: secret }).acquireTokenByClientCredential({ scopes: ['api://nothing/.default'] }),
  1002012: () => application({ clientSecret: secret }).acquireTokenByClientCredential({ scopes: userScopes }),
  9002313: () => application({ clientSecret: secret }).acquireTokenByCode({ scopes: userScopes, redirectUri: redirect, code: 'x' }),
  50126: () => password(users.good, 'wrong'),
  50057: () => password(users.disabled),
  50076: () => password(users.mfa),
  65001: () => password(users.stranger),
}

const attempt = async (work) => {
  try {
    return await work()
  } catch (error) {
    return { error: error.name, errorCode: error.errorCode, errorNo: error.errorNo, subError: error.subError, message: error.message }
  }
}

const results = {}
for (const [name, step] of Object.entries(steps)) results[name] = await attempt(step)
results.errors = {}
for (const [code, step] of Object.entries(errors)) results.errors[code] = await attempt(step)
results.wrongTenant = await attempt(() =>
  application({ authority: `${origin}/${missing}`, clientSecret: secret }).acquireTokenByClientCredential({ scopes: appScopes }),
)
console.log(JSON.stringify(results))
