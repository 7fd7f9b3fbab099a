import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cxone } from '../../harness/cxone/index.ts'
import type { Integration } from '../../harness/integration.ts'
import { reporters, showExchange } from '../../harness/report/index.ts'
import { playAll, selectPlays } from '../../harness/run.ts'
import { createSandbox, type Sandbox } from '../../harness/sandbox.ts'

/** Texts in which one of the secrets stands, with the beginning of the secret. */
const leaks = (secrets: Iterable<string>, outputs: Readonly<Record<string, string>>): string[] =>
  [...secrets].flatMap((secret) => Object.entries(outputs).flatMap(([where, text]) => (text.includes(secret) ? [`${where}: ${secret.slice(0, 12)}...`] : [])))

const VERIFIER = 'a-verifier-that-nobody-else-may-ever-see-0123456789'
const challenge = createHash('sha256').update(VERIFIER).digest('base64url')
const REDIRECT = 'http://localhost/callback'
const form = (fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers,
})

describe('of everything that a sandbox shows', () => {
  let sandbox: Sandbox
  const said = new Set<string>()
  beforeAll(async () => {
    sandbox = await createSandbox({
      listen: true,
      clock: 'virtual',
      settings: { entra: { consent: 'allow', tokenLatency: { min: 0, max: 0 } }, zendesk: { webhookDelivery: 'off' } },
    })
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
    const redeemed = await keep(
      await fetch(tokenUrl, form({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: VERIFIER, ...client })),
    )
    expect(redeemed).toHaveProperty('refresh_token')
    await keep(await fetch(tokenUrl, form({ grant_type: 'refresh_token', refresh_token: String(redeemed.refresh_token), ...client })))
    for (const mode of ['form_post', 'fragment']) {
      asked.set('response_mode', mode)
      asked.set('response_type', 'code id_token')
      asked.set('nonce', 'n')
      await (await fetch(`${authority}/oauth2/v2.0/authorize?${asked}`, { redirect: 'manual' })).text()
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
  })
  afterAll(() => sandbox.close())

  it('nothing holds a secret: journal, event stream, Worlds, snapshots, console', async () => {
    for (const layer of sandbox.snapshot().tables.get('core.tokens') ?? []) for (const value of layer.records.keys()) said.add(value)
    expect(said.size).toBeGreaterThan(15)
    const at = sandbox.console?.url as string
    const read = async (path: string) => (await fetch(at + path)).text()
    await fetch(`${at}/_sim/snapshots`, { method: 'POST', body: '{"name":"before"}' })
    const events = await fetch(`${at}/_sim/events?since=0`)
    const reader = events.body?.getReader()
    let stream = ''
    while (!stream.includes('event: clock')) stream += new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
    const outputs: Record<string, string> = { stream, library: JSON.stringify(sandbox.journal.all()) }
    for (const exchange of sandbox.journal.all()) outputs[`shown ${exchange.id}`] = showExchange(exchange)
    for (const path of ['/_sim/journal?limit=10000', '/_sim/worlds', '/_sim/worlds/demo', '/_sim/health', '/_sim/snapshots', '/_sim/faults', '/_sim/clock'])
      outputs[path] = await read(path)
    expect(sandbox.journal.all().length).toBeGreaterThan(12)
    expect(outputs['/_sim/journal?limit=10000']).toContain('[redacted]')
    expect(leaks(said, outputs)).toEqual([])
  })
})

/** The default integration, and every secret that went over its wire. */
function overheard(secrets: Set<string>): Integration {
  const inner = cxone()
  return {
    ...inner,
    start: (env) =>
      inner.start({
        ...env,
        async fetch(input, init) {
          const request = new Request(input, init)
          const [, credentials] = /^\w+ (.{12,})$/.exec(request.headers.get('authorization') ?? '') ?? []
          if (credentials) secrets.add(credentials)
          for (const [name, value] of new URLSearchParams(await request.clone().text()))
            if (/secret|assertion|refresh_token/.test(name) && value.length > 7) secrets.add(value)
          const answer = await env.fetch(request)
          const body = (await answer
            .clone()
            .json()
            .catch(() => undefined)) as Record<string, unknown> | undefined
          for (const name of ['access_token', 'refresh_token']) if (typeof body?.[name] === 'string') secrets.add(body[name])
          return answer
        },
      }),
  }
}

describe('of everything that a run writes', () => {
  it('nothing holds a secret: terminal, annotations, JUnit, JSON, HTML, trace', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-secrets-'))
    try {
      const secrets = new Set<string>()
      const printed: Record<string, string> = { pretty: '', github: '' }
      const output = (name: string) => ({ write: (text: string) => void (printed[name] += text) }) as never
      const kinds = Object.entries(reporters).map(([name, kind]) =>
        kind.make({ output: output(name), timeline: true, show: [1, 2, 3, 4], env: {} } as never, join(folder, name)),
      )
      const selection = selectPlays({
        patterns: ['tokens/expires-during-the-call', 'tokens/first-call-of-the-day', 'faults/sign-in-down', 'tokens/secret-expired'],
      })
      const { results } = await playAll(selection, { reporters: kinds, integration: () => overheard(secrets) })
      expect(secrets.size).toBeGreaterThan(4)
      const files = Object.fromEntries(['junit', 'json', 'html'].map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
      const outputs = { ...printed, ...files, trace: JSON.stringify(results) }
      for (const [name, text] of Object.entries(outputs)) expect([name, text.length > 100 || name === 'github']).toEqual([name, true])
      expect(leaks(secrets, outputs)).toEqual([])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
