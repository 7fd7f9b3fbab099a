import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { rehearsalSeeds } from '../../harness/demo.ts'
import type { Sandbox, SandboxOptions } from '../../harness/sandbox.ts'

const VERIFIER = 'a-verifier-that-nobody-else-may-ever-see-0123456789'
const challenge = createHash('sha256').update(VERIFIER).digest('base64url')
const REDIRECT = 'http://localhost/callback'
const form = (fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers,
})

const apps = rehearsalSeeds({}).seeds.entra.apps as object[]

/** With these every way of signing in is allowed, and answers at once. */
export const OBLIGING: Pick<SandboxOptions, 'settings' | 'plant'> = {
  settings: { entra: { consent: 'allow', tokenLatency: { min: 0, max: 0 } }, zendesk: { webhookDelivery: 'off' } },
  plant: { entra: { apps: apps.map((app) => ({ ...app, implicit: { idToken: true, accessToken: true } })) } },
}

/**
 * Signs in, over sockets, in every way that there is, and makes what has a secret; answers every secret that was sent or
 * issued on the way. `people`: also the ways that ask a person, where the settings let them answer at once.
 */
export async function everySecret(sandbox: Pick<Sandbox, 'entra' | 'zendesk' | 'dynamics' | 'workflows'>, people = true): Promise<Set<string>> {
  const said = new Set<string>()
  const { entra, zendesk, dynamics } = sandbox
  const { clientId, clientSecret, tokenUrl, scope, authority } = entra.credentials
  const client = { client_id: clientId, client_secret: clientSecret }
  for (const secret of [clientSecret, zendesk.credentials.apiToken, sandbox.workflows.token, VERIFIER]) said.add(secret)
  const keep = async (answer: Response) => {
    const body = (await answer.json()) as Record<string, unknown>
    for (const name of ['access_token', 'refresh_token', 'id_token', 'device_code', 'user_code']) if (typeof body[name] === 'string') said.add(body[name])
    return body
  }
  const token = (await keep(await fetch(tokenUrl, form({ grant_type: 'client_credentials', scope, ...client })))).access_token as string
  await fetch(`${dynamics.url}/api/data/v9.2/contacts?$top=1`, { headers: { authorization: `Bearer ${token}` } })
  await fetch(tokenUrl, form({ grant_type: 'client_credentials', scope }, { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }))
  await fetch(tokenUrl, form({ grant_type: 'client_credentials', scope, ...client, client_secret: 'a-wrong-secret-is-one-too' }))
  said.add('a-wrong-secret-is-one-too').add(btoa(`${clientId}:${clientSecret}`))
  if (people) {
    const asked = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid offline_access',
      state: 's',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
    const back = await fetch(`${authority}/oauth2/v2.0/authorize?${asked}`, { redirect: 'manual' })
    const code = new URL(back.headers.get('location') ?? REDIRECT).searchParams.get('code') ?? ''
    expect(code).not.toBe('')
    said.add(code)
    const redeemed = await keep(
      await fetch(tokenUrl, form({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: VERIFIER, ...client })),
    )
    expect(redeemed).toHaveProperty('refresh_token')
    await keep(await fetch(tokenUrl, form({ grant_type: 'refresh_token', refresh_token: String(redeemed.refresh_token), ...client })))
    for (const mode of ['form_post', 'fragment']) {
      asked.set('response_mode', mode)
      asked.set('response_type', 'code id_token token')
      asked.set('nonce', 'n')
      const answer = await fetch(`${authority}/oauth2/v2.0/authorize?${asked}`, { redirect: 'manual' })
      const shown = `${answer.headers.get('location') ?? ''} ${await answer.text()}`
      for (const name of ['code', 'id_token', 'access_token']) {
        const [, plain, posted] = new RegExp(`[#&?]${name}=([^&\\s]+)|name="${name}" value="([^"]+)"`).exec(shown) ?? []
        expect([mode, name, plain ?? posted]).toEqual([mode, name, expect.stringMatching(/.{20}/)])
        said.add(decodeURIComponent((plain ?? posted) as string))
      }
    }
  }
  await keep(await fetch(`${authority}/oauth2/v2.0/devicecode`, form({ client_id: clientId, scope: 'openid' })))

  const owner = { client_id: zendesk.credentials.clientId, client_secret: zendesk.credentials.clientSecret }
  const own = await keep(await fetch(zendesk.credentials.tokenUrl, form({ grant_type: 'client_credentials', scope: 'read write', ...owner })))
  await fetch(`${zendesk.url}/api/v2/users/me.json`, { headers: { authorization: `Bearer ${own.access_token}` } })
  await fetch(`${zendesk.url}/api/v2/users/me.json?access_token=${own.access_token}`)
  const basic = btoa(`${zendesk.credentials.email}/token:${zendesk.credentials.apiToken}`)
  said.add(basic)
  const signed = { authorization: `Basic ${basic}`, 'content-type': 'application/json' }
  const post = async (path: string, body: unknown) =>
    (await fetch(`${zendesk.url}${path}`, { method: 'POST', headers: signed, body: JSON.stringify(body) })).json()
  const made = (await post('/api/v2/oauth/clients.json', { client: { name: 'New', identifier: 'new', kind: 'confidential' } })) as {
    client: { secret: string }
  }
  const full = (await post('/api/v2/oauth/tokens.json', { token: { client_id: 1, scopes: ['read'] } })) as { token?: { full_token?: string } }
  const hook = {
    name: 'H',
    endpoint: 'https://hook.example.org/',
    http_method: 'POST',
    request_format: 'json',
    status: 'active',
    subscriptions: ['conditional_ticket_events'],
    authentication: { type: 'bearer_token', add_position: 'header', data: { token: 'the-receivers-own-token' } },
  }
  const webhook = (await post('/api/v2/webhooks', { webhook: hook })) as { webhook: { id: string } }
  const signing = (await (await fetch(`${zendesk.url}/api/v2/webhooks/${webhook.webhook.id}/signing_secret`, { headers: signed })).json()) as {
    signing_secret: { secret: string }
  }
  for (const secret of ['the-receivers-own-token', made.client.secret, full.token?.full_token, signing.signing_secret.secret]) if (secret) said.add(secret)
  await fetch(`${sandbox.workflows.url}/nothing`, { headers: { authorization: `Bearer ${sandbox.workflows.token}` } })
  return said
}
