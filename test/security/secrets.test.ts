import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cxone } from '../../harness/cxone/index.ts'
import type { Integration } from '../../harness/integration.ts'
import { reporters, showExchange } from '../../harness/report/index.ts'
import { playAll, selectPlays } from '../../harness/run.ts'
import { createSandbox, type Sandbox } from '../../harness/sandbox.ts'
import { compareData, exportData, importData, readKept } from '../../mocks/core/persist/copy.ts'
import type { Token } from '../../mocks/core/tokens.ts'
import { folder, up } from '../clients/program.ts'
import { everySecret, OBLIGING } from './every-secret.ts'

/** Texts in which one of the secrets stands, with the beginning of the secret. */
const leaks = (secrets: Iterable<string>, outputs: Readonly<Record<string, string>>): string[] =>
  [...secrets].flatMap((secret) => Object.entries(outputs).flatMap(([where, text]) => (text.includes(secret) ? [`${where}: ${secret.slice(0, 12)}...`] : [])))

describe('of everything that a sandbox shows', () => {
  let sandbox: Sandbox
  let said: Set<string>
  let at: string
  const outputs: Record<string, string> = {}
  const read = async (path: string) => {
    const answer = await fetch(at + path)
    expect([path, answer.status]).toEqual([path, 200])
    outputs[path] = await answer.text()
  }
  beforeAll(async () => {
    sandbox = await createSandbox({ listen: true, clock: 'virtual', ...OBLIGING })
    at = sandbox.console?.url as string
    said = await everySecret(sandbox)
  })
  afterAll(() => sandbox.close())

  it('nothing holds a secret: journal, event stream, Worlds, snapshots, descriptions, console, desk', async () => {
    await fetch(`${at}/_sim/snapshots`, { method: 'POST', body: '{"name":"before"}' })
    // A call at the desk: its integration signs in, reads and writes.
    const calls = await fetch(`${at}/_sim/desk`, { method: 'POST', body: '{"do":"contact.calls","args":{"from":"Ada Byron","skill":"Support"}}' })
    expect(calls.status).toBe(200)
    outputs.desk = await calls.text()
    const events = await fetch(`${at}/_sim/events?since=0`)
    const reader = events.body?.getReader()
    outputs.stream = ''
    while (!outputs.stream.includes('event: clock')) outputs.stream += new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
    outputs.library = JSON.stringify(sandbox.journal.all())
    for (const exchange of sandbox.journal.all()) outputs[`shown ${exchange.id}`] = showExchange(exchange)

    // Whatever the control plane says that it answers, with what there is in the place of its parameters.
    await read('/_sim/openapi.json')
    const { paths } = JSON.parse(outputs['/_sim/openapi.json'] as string) as { paths: Record<string, { get?: object }> }
    const gets = Object.keys(paths).filter((path) => paths[path]?.get && path !== '/_sim/events')
    expect(gets.length).toBeGreaterThan(9)
    const named: Record<string, string[]> = {
      '/_sim/worlds/{name}': ['demo'],
      '/_sim/openapi/{name}': sandbox.systems.map(({ name }) => `${name}.json`),
      '/_sim/journal/{id}': sandbox.journal.all().map(({ id }) => String(id)),
    }
    for (const path of gets) {
      if (path.includes('{')) expect(named).toHaveProperty([path])
      for (const value of named[path] ?? ['']) await read(path.replace(/\{\w+\}/, value))
    }
    for (const path of ['/', '/_sim/journal?limit=10000', '/_sim/desk', '/_sim/desks', '/_sim/desk/scenarios', '/_sim/desk/scenario.yaml']) await read(path)

    for (const layer of sandbox.snapshot().tables.get('core.tokens') ?? []) for (const token of layer.records.values()) said.add((token as Token).value)
    expect(said.size).toBeGreaterThan(15)
    expect(sandbox.journal.all().length).toBeGreaterThan(15)
    expect(outputs['/_sim/journal?limit=10000']).toContain('[redacted]')
    expect(leaks(said, outputs)).toEqual([])

    // The seed's own credentials are yours to use: this page shows how. What was issued is not on it either.
    await read('/systems')
    const { clientSecret } = sandbox.entra.credentials
    expect(outputs['/systems']).toContain(clientSecret)
    const issued = [...said].filter((secret) => secret !== clientSecret && secret !== sandbox.zendesk.credentials.apiToken)
    expect(leaks(issued, { systems: outputs['/systems'] as string })).toEqual([])
  })

  it('nor do the systems’ own pages and descriptions', async () => {
    const shown: Record<string, string> = {}
    const show = async (url: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(url, { headers })
      shown[url] = await answer.text()
      return answer.status
    }
    const { entra, dynamics, zendesk } = sandbox
    const pages = ['', '?pagetype=entitylist&etn=contact', '?pagetype=entitylist&etn=systemuser'].map((query) => `${dynamics.url}/main.aspx${query}`)
    for (const url of pages) expect([url, await show(url)]).toEqual([url, 200])
    expect(await show(`${entra.credentials.authority}/v2.0/.well-known/openid-configuration`)).toBe(200)
    const basic = { authorization: `Basic ${btoa(`${zendesk.credentials.email}/token:${zendesk.credentials.apiToken}`)}` }
    // What was issued is shown once, when it is; afterwards a few characters of it.
    for (const path of ['users.json', 'oauth/clients.json', 'oauth/tokens.json', 'webhooks'])
      expect([path, await show(`${zendesk.url}/api/v2/${path}`, basic)]).toEqual([path, 200])
    expect(leaks(said, shown)).toEqual([])
  })
})

describe('of everything that a sandbox leaves behind', () => {
  const place = folder()
  afterAll(() => place.remove())

  it('nothing holds a secret: an exported snapshot', async () => {
    const kept = await createSandbox({ listen: true, ...OBLIGING, data: join(place.path, 'kept') })
    const said = await everySecret(kept)
    for (const layer of kept.snapshot().tables.get('core.tokens') ?? []) for (const token of layer.records.values()) said.add((token as Token).value)
    await kept.close()
    const file = join(place.path, 'export.json')
    const { tables } = await exportData(join(place.path, 'kept'), file)
    expect(tables.size).toBeGreaterThan(10)
    expect(leaks(said, { export: readFileSync(file, 'utf8') })).toEqual([])

    // What goes on from it takes the seed's own credentials, and no others.
    await importData(file, join(place.path, 'again'))
    expect(compareData(await readKept(join(place.path, 'kept')), await readKept(join(place.path, 'again')))).toEqual([])
    const again = await createSandbox({ ...OBLIGING, data: join(place.path, 'again') })
    const signIn = async (tokenUrl: string, fields: Record<string, string>) =>
      (await again.fetch(tokenUrl, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }) })).status
    const { zendesk, entra } = again
    const [own, app] = [zendesk.credentials, entra.credentials]
    const basic = `Basic ${btoa(`${own.email}/token:${own.apiToken}`)}`
    expect([
      await signIn(own.tokenUrl, { client_id: own.clientId, client_secret: own.clientSecret, scope: 'read' }),
      await signIn(app.tokenUrl, { client_id: app.clientId, client_secret: app.clientSecret, scope: app.scope }),
      (await zendesk.fetch('/api/v2/users/me.json', { headers: { authorization: basic } })).status,
      await signIn(own.tokenUrl, { client_id: 'new', client_secret: '', scope: 'read' }),
    ]).toEqual([200, 200, 200, 401])
    await again.close()
  })

  it('nothing holds a secret: what `up` says while it works', async () => {
    const one = await up(['--json', '--contacts', '3', '--cases', '0'], place.path)
    const { systems, workflows, credentials } = JSON.parse(one.out)
    const authority = `${systems.entra.url}/${credentials.entra.tenantId}`
    const said = await everySecret(
      {
        dynamics: systems.dynamics,
        entra: { credentials: { ...credentials.entra, authority, tokenUrl: `${authority}/oauth2/v2.0/token` } },
        zendesk: { url: systems.zendesk.url, credentials: { ...credentials.zendesk, tokenUrl: `${systems.zendesk.url}/oauth/tokens` } },
        workflows,
      } as Sandbox,
      false,
    )
    const { code, out, err } = await one.stop()
    // The first line has the seed's own credentials: they are the user's to use.
    expect([code, leaks(said, { out: out.slice(out.indexOf('\n')), err })]).toEqual([0, []])
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
