import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { driftCommand } from '../../harness/commands/drift.ts'
import { recordCommand } from '../../harness/commands/record.ts'
import type { Drift } from '../../harness/contracts/compare.ts'
import { credentialsFrom } from '../../harness/contracts/credentials.ts'
import { fixtureSchema } from '../../harness/contracts/fixture.ts'
import { probesOf, type Recordable } from '../../harness/contracts/probes/index.ts'
import { driftFrom, recordFrom } from '../../harness/contracts/record.ts'
import { createSandbox, type Sandbox } from '../../harness/sandbox.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import { folder } from '../clients/program.ts'

const place = folder()
let real: Sandbox
const doors: Listening[] = []
beforeAll(async () => {
  // Another seed: other people, other ids, other delays. A real clock: it answers over sockets.
  real = await createSandbox({ clock: 'real', listen: true, seed: 99, generate: { contacts: 7, cases: 3 } })
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await Promise.all(doors.map((door) => door.close()))
  await real.close()
  place.remove()
})

const environment = (system: Recordable): Record<string, string> => {
  const { tenantId, clientId, clientSecret, authority } = real.entra.credentials
  const { email, apiToken } = real.zendesk.credentials
  if (system === 'zendesk') return { REHEARSAL_EMAIL: email, REHEARSAL_API_TOKEN: apiToken }
  const entra = { REHEARSAL_TENANT_ID: tenantId, REHEARSAL_CLIENT_ID: clientId, REHEARSAL_CLIENT_SECRET: clientSecret }
  return { ...entra, REHEARSAL_AUTHORITY: authority.slice(0, -tenantId.length - 1), REHEARSAL_SCOPE: real.entra.credentials.scope }
}

/** Where the second instance answers otherwise than it would. */
async function differing(
  url: string,
  change: (answer: { path: string; method: string; status: number; headers: Headers; body: unknown }) => void,
): Promise<string> {
  const door = await listen({
    port: 0,
    async fetch(request: Request) {
      const { pathname, search } = new URL(request.url)
      const headers = new Headers(request.headers)
      for (const name of ['host', 'connection', 'content-length']) headers.delete(name)
      const bytes = await request.arrayBuffer()
      const given = await fetch(url + pathname + search, { method: request.method, headers, ...(bytes.byteLength > 0 ? { body: bytes } : {}) })
      const text = await given.text()
      const answer = {
        path: pathname + search,
        method: request.method,
        status: given.status,
        headers: new Headers(given.headers),
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      }
      for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) answer.headers.delete(name)
      change(answer)
      return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), { status: answer.status, headers: answer.headers })
    },
  })
  doors.push(door)
  return door.url
}

type Json = Record<string, never> & Record<string, unknown>
const row = (body: unknown) => ((body as { value: Json[] }).value[0] ?? {}) as Json
const renamed = (members: Json, from: string, to: string) =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name === from ? to : name, value]))

/** Ten ways in which the second instance differs on purpose, and how each is found. */
const planted: { way: string; at: string; change: (answer: { status: number; headers: Headers; body: unknown }) => void; found: Drift }[] = [
  {
    way: 'another status',
    at: '/contacts(00000000-0000-0000-0000-00000000dead)',
    change: (answer) => void (answer.status = 410),
    found: { probe: 'a contact that is not there', where: 'status', real: '410', fake: '404' },
  },
  {
    way: 'a header less',
    at: '/WhoAmI',
    change: ({ headers }) => headers.delete('odata-version'),
    found: { probe: 'who am I', where: 'header odata-version', real: 'not there', fake: '4.0' },
  },
  {
    way: 'a header more',
    at: '/WhoAmI',
    change: ({ headers }) => headers.set('x-ms-new', '1'),
    found: { probe: 'who am I', where: 'header x-ms-new', real: '<any>', fake: 'not there' },
  },
  {
    way: 'another content type',
    at: '/contacts?$select=new_nothing',
    change: ({ headers }) => headers.set('content-type', 'application/problem+json'),
    found: {
      probe: 'a column that is not there',
      where: 'header content-type',
      real: 'application/problem+json',
      fake: expect.stringContaining('application/json'),
    },
  },
  {
    way: 'a member less',
    at: '/contacts?$select=contactid,fullname,telephone1',
    change: ({ body }) => void delete row(body).createdon,
    found: { probe: 'one contact, some columns', where: 'body $.value[0].createdon', real: 'not there', fake: '<0000-00-00T00:00:00Z>' },
  },
  {
    way: 'a member of another name',
    at: '/WhoAmI',
    change: (answer) => void (answer.body = renamed(answer.body as Json, 'UserId', 'SystemUserId')),
    found: { probe: 'who am I', where: 'body $.SystemUserId', real: '<guid>', fake: 'not there' },
  },
  {
    way: 'another order of members',
    at: "/EntityDefinitions(LogicalName='contact')",
    change: (answer) => void (answer.body = Object.fromEntries(Object.entries(answer.body as Json).reverse())),
    found: {
      probe: 'how a table is called',
      where: 'body $, order of members',
      real: expect.stringMatching(/^PrimaryId/),
      fake: expect.stringMatching(/PrimaryIdAttribute$/),
    },
  },
  {
    way: 'another type',
    at: '/contacts?$select=contactid&$count=true',
    change: ({ body }) => void Object.assign(body as Json, { '@odata.count': '7' }),
    found: { probe: 'contacts with a count', where: 'body $.@odata.count', real: '<text>', fake: '<integer>' },
  },
  {
    way: 'another form of instants',
    at: '/contacts?$select=fullname,statecode,createdon',
    change: ({ body }) => void Object.assign(row(body), { createdon: '2026-11-20T08:00:00.1230000Z' }),
    found: { probe: 'one contact with formatted values', where: 'body $.value[0].createdon', real: '<0000-00-00T00:00:00.0Z>', fake: '<0000-00-00T00:00:00Z>' },
  },
  {
    way: 'another code of a refusal',
    at: '/nothings',
    change: ({ body }) => void Object.assign((body as { error: Json }).error, { code: '0x80060889' }),
    found: { probe: 'a set that is not there', where: 'body $.error.code', real: '0x80060889', fake: '0x80060888' },
  },
]

describe('drift', () => {
  it.each<Recordable>(['entra', 'dynamics', 'zendesk'])('of two equal instances of %s: there is none', async (system) => {
    const fixture = await recordFrom(real[system].url, system, probesOf(system, true), credentialsFrom(environment(system)))
    expect(fixture.exchanges.length).toBe(probesOf(system, true).length)
    expect(await driftFrom(fixture)).toEqual([])
  })

  it('finds ten of ten planted differences, and only those', async () => {
    expect(planted).toHaveLength(10)
    const url = await differing(real.dynamics.url, (answer) => {
      for (const { at, change } of planted) if (decodeURIComponent(answer.path).includes(`v9.2${at}`) && answer.method === 'GET') change(answer)
    })
    const fixture = await recordFrom(url, 'dynamics', probesOf('dynamics', false), credentialsFrom({ ...environment('dynamics') }))
    const drift = await driftFrom(fixture)
    for (const { found } of planted) expect(drift).toContainEqual(found)
    // The member of another name is two: one that is missing, one that is new.
    expect(drift.map(({ probe, where }) => [probe, where])).toHaveLength(11)
    expect(drift).toContainEqual({ probe: 'who am I', where: 'body $.UserId', real: 'not there', fake: '<guid>' })
  })
})

describe('on the command line', () => {
  const file = join(place.path, 'dynamics.json')
  const said = async (work: () => Promise<unknown>): Promise<string> => {
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      await work()
      return out.mock.calls.map(([text]) => String(text)).join('')
    } finally {
      out.mockRestore()
    }
  }
  const record = (...args: string[]) => said(() => recordCommand().exitOverride().parseAsync(args, { from: 'user' }))
  const drift = (...args: string[]) => said(() => driftCommand().exitOverride().parseAsync(args, { from: 'user' }))
  afterEach(() => void (process.exitCode = undefined))

  it('a recording has no value of a record, no host and no secret, and has questions of one’s own', async () => {
    for (const [name, value] of Object.entries(environment('dynamics'))) vi.stubEnv(name, value)
    const own = join(place.path, 'own.yaml')
    writeFileSync(own, '- { name: our accounts, path: "/api/data/v9.2/accounts?$select=name&$top=1" }\n')
    const out = await record('--target', real.dynamics.url, '--as', 'dynamics', '--out', file, '--probes', own)
    expect(out).toContain(`${file}: 16 answers of dynamics recorded`)
    const text = readFileSync(file, 'utf8')
    const headers = { authorization: `Bearer ${await token()}` }
    const answer = (await (await real.dynamics.fetch('/api/data/v9.2/contacts?$top=1&$select=fullname', { headers })).json()) as {
      value: { fullname: string }[]
    }
    const fullname = answer.value[0]?.fullname as string
    expect(fullname).toMatch(/\w/)
    const secrets = [fullname, 'rehearsal-secret', 'localhost', 'Bearer eyJ', ...Object.values(environment('dynamics'))]
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    expect(fixtureSchema.parse(JSON.parse(text)).exchanges.at(-1)?.probe.name).toBe('our accounts')
  })

  it('drift ends with 0 without a difference and with 1 when there is one, and says which', async () => {
    expect(await drift(file)).toContain('16 answers · no difference')
    expect(process.exitCode).toBe(0)
    const fixture = fixtureSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    const changed = fixture.exchanges.map((one, i) => (i === 0 ? { ...one, answer: { ...one.answer, status: 201 } } : one))
    writeFileSync(file, JSON.stringify({ ...fixture, exchanges: changed }))
    expect(await drift(file, '--junit', join(place.path, 'drift.xml'))).toMatch(/who am I\n +status\n +real +201\n +stand-in +200\n[\s\S]*1 difference\n/)
    expect(process.exitCode).toBe(1)
    expect(readFileSync(join(place.path, 'drift.xml'), 'utf8')).toContain('<failure type="drift" message="status">')
  })

  /** A port that belongs to no service, and that nobody is given by chance. */
  const gone = 'http://localhost:49151'
  const recordNobody = (system: Recordable) => {
    for (const [name, value] of Object.entries({ ...environment('entra'), REHEARSAL_TOKEN: 'a-token' })) vi.stubEnv(name, value)
    return record('--target', gone, '--as', system)
  }

  it.each<[string, () => Promise<unknown>, string]>([
    ['no credentials', () => record('--target', 'https://contoso.crm.dynamics.com'), 'REHEARSAL_CLIENT_SECRET'],
    ['an address that does not say what it is', () => record('--target', 'https://crm.example'), 'add --as dynamics'],
    ['no address', () => record('--target', 'contoso'), 'not "contoso"'],
    ['an address where nobody is', () => recordNobody('dynamics'), `${gone} is not there`],
    ['an identity provider that is not there', () => recordNobody('entra'), `${gone} is not there`],
    [
      'a question of the name of another',
      () => {
        const own = join(place.path, 'twice.yaml')
        writeFileSync(own, '- { name: who am I, path: /api/data/v9.2/accounts }\n')
        return record('--target', gone, '--as', 'dynamics', '--probes', own)
      },
      'Two questions are named "who am I"',
    ],
    ['no fixture', () => drift('nothing.json'), 'Make one: rehearsal record'],
  ])('%s is explained', async (_, work, message) => {
    await expect(work()).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) })
  })
})

async function token(): Promise<string> {
  const { tokenUrl, clientId, clientSecret, scope } = real.entra.credentials
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope })
  return ((await (await fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string }).access_token
}
