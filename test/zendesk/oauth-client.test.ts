import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edge } from '../../mocks/core/edge.ts'
import { createWorlds, virtualClock } from '../../mocks/core/index.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import zendesk from '../../mocks/zendesk/index.ts'
import { START } from './account.ts'

const CALLBACK = 'http://localhost:9/callback'
const worlds = createWorlds({
  mocks: [zendesk],
  clock: () => virtualClock(START),
  seed: 4,
  plant: {
    zendesk: {
      clients: [
        { identifier: 'app', name: 'App', secret: 's3cret', redirectUris: [CALLBACK] },
        { identifier: 'phone', name: 'Phone', redirectUris: [CALLBACK], kind: 'public' },
      ],
    },
  },
})
let server: Listening
let issuer: oauth.AuthorizationServer

beforeAll(async () => {
  server = await listen({ edge: edge(zendesk, worlds), port: 0 })
  issuer = { issuer: server.url, authorization_endpoint: `${server.url}/oauth/authorizations/new`, token_endpoint: `${server.url}/oauth/tokens` }
})
afterAll(() => server.close())

/** Plain HTTP is allowed, because the server is on this machine; nothing else of the client is changed. */
const here = { [oauth.allowInsecureRequests]: true }

interface Party {
  client: oauth.Client
  auth: oauth.ClientAuth
}

/** A person opens the page, sees who asks, and presses the button; the browser comes back to the client. */
async function authorize(client: oauth.Client, decision: 'allow' | 'deny') {
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const url = new URL(issuer.authorization_endpoint as string)
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'read write',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString()
  const page = await (await fetch(url)).text()
  const form = new URLSearchParams(
    Object.fromEntries([...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])),
  )
  form.set('decision', decision)
  const back = await fetch(/action="([^"]*)"/.exec(page)?.[1] ?? '', { method: 'POST', body: form, redirect: 'manual' })
  expect(back.status).toBe(302)
  return { verifier, state, callback: new URL(back.headers.get('location') ?? '') }
}

async function signIn({ client, auth }: Party) {
  const { verifier, state, callback } = await authorize(client, 'allow')
  const parameters = oauth.validateAuthResponse(issuer, client, callback, state)
  const response = await oauth.authorizationCodeGrantRequest(issuer, client, auth, parameters, CALLBACK, verifier, here)
  return oauth.processAuthorizationCodeResponse(issuer, client, response)
}
async function renew({ client, auth }: Party, token: string) {
  return oauth.processRefreshTokenResponse(issuer, client, await oauth.refreshTokenGrantRequest(issuer, client, auth, token, here))
}
const me = async (token: string) => {
  const response = await oauth.protectedResourceRequest(token, 'GET', new URL(`${server.url}/api/v2/users/me.json`), undefined, undefined, here)
  return ((await response.json()) as { user: { email: string } }).user.email
}

const parties: [string, Party][] = [
  ['a confidential client with its secret in the body', { client: { client_id: 'app' }, auth: oauth.ClientSecretPost('s3cret') }],
  ['a confidential client with its secret in a header', { client: { client_id: 'app' }, auth: oauth.ClientSecretBasic('s3cret') }],
  ['a public client without a secret', { client: { client_id: 'phone' }, auth: oauth.None() }],
]

describe('oauth4webapi, unmodified', () => {
  test.each(parties)('signs %s in with a code and PKCE, and renews', async (_, party) => {
    const first = await signIn(party)
    expect(first).toMatchObject({ token_type: 'bearer', scope: 'read write', expires_in: 1800, refresh_token_expires_in: 2_592_000 })
    expect(await me(first.access_token)).toBe('admin@rehearsal.example')
    const second = await renew(party, first.refresh_token as string)
    expect(await me(second.access_token)).toBe('admin@rehearsal.example')
    await expect(me(first.access_token)).rejects.toMatchObject({ status: 401 })
    await expect(renew(party, first.refresh_token as string)).rejects.toMatchObject({ error: 'invalid_grant', status: 400 })
    const third = await renew(party, second.refresh_token as string)
    expect(await me(third.access_token)).toBe('admin@rehearsal.example')
  })

  test('understands that the person said no', async () => {
    const client = { client_id: 'app' }
    const { state, callback } = await authorize(client, 'deny')
    expect(() => oauth.validateAuthResponse(issuer, client, callback, state)).toThrow(
      expect.objectContaining({ error: 'access_denied', error_description: 'The end-user or authorization server denied the request.' }),
    )
  })

  test('understands a verifier that is not the one, and a wrong secret', async () => {
    const client = { client_id: 'app' }
    const { state, callback } = await authorize(client, 'allow')
    const parameters = oauth.validateAuthResponse(issuer, client, callback, state)
    const exchange = async (auth: oauth.ClientAuth) =>
      oauth.processAuthorizationCodeResponse(
        issuer,
        client,
        await oauth.authorizationCodeGrantRequest(issuer, client, auth, parameters, CALLBACK, oauth.generateRandomCodeVerifier(), here),
      )
    await expect(exchange(oauth.ClientSecretPost('s3cret'))).rejects.toMatchObject({ error: 'invalid_grant', status: 400 })
    // The 401 names Basic, so the client reports the challenge.
    await expect(exchange(oauth.ClientSecretPost('wrong'))).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'basic', parameters: { realm: 'OAuth2 Token Endpoint' } }],
    })
  })

  test('signs a program in with its own credentials', async () => {
    const client = { client_id: 'app' }
    const auth = oauth.ClientSecretPost('s3cret')
    const response = await oauth.clientCredentialsGrantRequest(issuer, client, auth, { scope: 'read' }, here)
    const granted = await oauth.processClientCredentialsResponse(issuer, client, response)
    expect([granted.refresh_token, granted.scope, await me(granted.access_token)]).toEqual([undefined, 'read', 'admin@rehearsal.example'])
  })
})
