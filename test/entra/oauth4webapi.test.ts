import * as oauth from 'oauth4webapi'
import { describe, expect, it } from 'vitest'
import { hostNow } from '../../mocks/core/index.ts'
import { CLIENT, LOGIN, MIA, ORG, REDIRECT, TENANT, tenancy } from './tenant.ts'

describe('oauth4webapi, unmodified, in-process', () => {
  it('discovers, signs a user in with PKCE, validates the id token by the published keys, and refreshes', async () => {
    const { fetch, world } = tenancy({ settings: { consent: 'allow' } })
    // The library checks lifetimes by the host's clock.
    world.clock.set(hostNow())
    const own = { [oauth.customFetch]: (url: string, options: object) => fetch(url, options as RequestInit) }
    const issuer = new URL(`${LOGIN}/${TENANT}/v2.0`)
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, own))
    const client: oauth.Client = { client_id: CLIENT }
    const proof = oauth.ClientSecretPost('rehearsal-secret')

    const verifier = oauth.generateRandomCodeVerifier()
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
    const link = new URL(server.authorization_endpoint as string)
    link.search = new URLSearchParams({
      client_id: CLIENT,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: `openid offline_access ${ORG}/user_impersonation`,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    }).toString()
    const back = await fetch(link, { redirect: 'manual' })
    const parameters = oauth.validateAuthResponse(server, client, new URL(back.headers.get('location') as string), state)
    const response = await oauth.authorizationCodeGrantRequest(server, client, proof, parameters, REDIRECT, verifier, own)
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce, requireIdToken: true })
    await oauth.validateApplicationLevelSignature(server, response, own)
    const claims = oauth.getValidatedIdTokenClaims(tokens)
    expect(claims).toMatchObject({ iss: issuer.href, aud: CLIENT, oid: MIA, nonce })

    const me = await oauth.userInfoRequest(server, client, tokens.access_token, own)
    expect(await oauth.processUserInfoResponse(server, client, claims?.sub as string, me)).toMatchObject({ name: 'Mia' })
    const renewed = await oauth.refreshTokenGrantRequest(server, client, proof, tokens.refresh_token as string, own)
    const again = await oauth.processRefreshTokenResponse(server, client, renewed)
    expect(again.refresh_token).not.toBe(tokens.refresh_token)
  })

  it('reads our errors as OAuth errors', async () => {
    const { fetch } = tenancy()
    const own = { [oauth.customFetch]: (url: string, options: object) => fetch(url, options as RequestInit) }
    const issuer = new URL(`${LOGIN}/${TENANT}/v2.0`)
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, own))
    const client = { client_id: CLIENT }
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      oauth.ClientSecretBasic('wrong'),
      new URLSearchParams({ scope: `${ORG}/.default` }),
      own,
    )
    await expect(oauth.processClientCredentialsResponse(server, client, response)).rejects.toMatchObject({ error: 'invalid_client', status: 401 })
  })
})
