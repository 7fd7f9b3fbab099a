import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConsole } from '../../harness/console/console.ts'
import { bounds, openYaml } from '../../harness/documents/open-yaml.ts'
import { createSandbox, type Sandbox } from '../../harness/sandbox.ts'
import { createJournal } from '../../mocks/core/index.ts'
import { BASIC, type Door, door, signedIn } from '../fuzz/door.ts'

let room: Door
let headers: Record<string, string>
beforeAll(async () => {
  room = await door()
  headers = await signedIn(room)
})

const dynamics = async (path: string, init: RequestInit = {}) => {
  const answer = await room.sandbox.dynamics.fetch(`/api/data/v9.2/${path}`, { ...init, headers: { ...headers, ...(init.headers as object) } })
  const text = await answer.text()
  return { status: answer.status, text, error: (JSON.parse(text || '{}') as { error?: { code: string; message: string } }).error }
}
const zendesk = async (path: string, init: RequestInit = {}) => {
  const answer = await room.sandbox.zendesk.fetch(`/api/v2/${path}`, {
    ...init,
    headers: { ...BASIC, 'content-type': 'application/json', ...(init.headers as object) },
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

describe('XML from strangers', () => {
  const fetchXml = (xml: string) => dynamics(`contacts?fetchXml=${encodeURIComponent(xml)}`)

  it.each([
    ['an entity', '<!DOCTYPE a [<!ENTITY b "lastname">]><fetch><entity name="contact"><attribute name="&b;"/></entity></fetch>'],
    [
      'entities that multiply',
      `<!DOCTYPE a [<!ENTITY a0 "x">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('')}]><fetch><entity name="contact"><filter><condition attribute="lastname" operator="eq" value="&a9;"/></filter></entity></fetch>`,
    ],
    ['a file', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><fetch><entity name="contact"/></fetch>'],
    ['an address', '<!DOCTYPE a PUBLIC "a" "http://127.0.0.1/a.dtd"><fetch><entity name="contact"/></fetch>'],
  ])('may not declare %s', async (_, xml) => {
    const { status, error } = await fetchXml(xml)
    expect([status, error?.code, error?.message]).toEqual([400, '0x80040201', expect.stringMatching(/DTD/)])
  })

  it('may write the five characters that XML escapes', async () => {
    const { status } = await fetchXml(
      '<fetch><entity name="contact"><filter><condition attribute="lastname" operator="eq" value="&lt;&amp;&quot;&#39;&gt;"/></filter></entity></fetch>',
    )
    expect(status).toBe(200)
  })
})

describe('limits, each with an error in its vendor’s shape', () => {
  it('a body', async () => {
    const big = JSON.stringify({ description: 'x'.repeat(17 * 1024 * 1024) })
    const one = await dynamics('contacts', { method: 'POST', body: big, headers: { 'content-type': 'application/json' } })
    expect([one.status, one.error?.message]).toEqual([413, expect.stringMatching(/larger than \d+ bytes/)])
    expect((await zendesk('tickets.json', { method: 'POST', body: big })).status).toBe(413)
  })

  it('a body that nests', async () => {
    const one = await dynamics('contacts', { method: 'POST', body: nested(50_000), headers: { 'content-type': 'application/json' } })
    expect([one.status, typeof one.error?.message]).toEqual([400, 'string'])
    expect((await zendesk('tickets.json', { method: 'POST', body: `{"ticket":${nested(50_000)}}` })).status).toBeLessThan(500)
    expect(
      room.sandbox.journal
        .all()
        .at(-1)
        ?.remarks.some(({ kind }) => kind === 'crashed'),
    ).toBe(false)
  })

  it('a filter that nests', async () => {
    for (const filter of [`${'('.repeat(3000)}statecode eq 0${')'.repeat(3000)}`, `${'not '.repeat(3000)}statecode eq 0`]) {
      const { status, error } = await dynamics(`contacts?$filter=${encodeURIComponent(filter)}`)
      expect([status, typeof error?.message]).toEqual([400, 'string'])
    }
  })

  it('the parts of a batch', async () => {
    const part = '--b\r\nContent-Type: application/http\r\n\r\nGET contacts?$top=1 HTTP/1.1\r\n\r\n\r\n'
    const { status, error } = await dynamics('$batch', {
      method: 'POST',
      headers: { 'content-type': 'multipart/mixed;boundary=b' },
      body: `${part.repeat(1001)}--b--`,
    })
    expect([status, error?.message]).toEqual([400, expect.stringContaining("A maximum number of '1000' query operations")])
  })

  it('the size of a page', async () => {
    await room.sandbox.zendesk.seed({ users: Array.from({ length: 120 }, (_, i) => ({ name: `User ${i}`, email: `user-${i}@example.org` })) })
    for (const size of ['page[size]=1000', 'per_page=1000']) expect((await zendesk(`users.json?${size}`)).body.users).toHaveLength(100)
  })

  it('Worlds', async () => {
    const { echoWorlds } = await import('../core/echo.ts')
    const front = createConsole(echoWorlds({ limit: 3 }))
    const make = async (name: string) => {
      const answer = await front.fetch(new Request('http://localhost:4400/_sim/worlds', { method: 'POST', body: JSON.stringify({ name }) }))
      return [answer.status, ((await answer.json()) as { error?: { message: string } }).error?.message]
    }
    expect([await make('a'), await make('b')]).toEqual([
      [201, undefined],
      [201, undefined],
    ])
    expect(await make('c')).toEqual([400, 'There are 3 Worlds already; remove one first (DELETE /_sim/worlds/NAME).'])
  })

  it('the journal', () => {
    const journal = createJournal()
    const exchange = {
      mock: 'm',
      operation: 'o',
      at: 0,
      until: 0,
      request: { method: 'GET', url: '', headers: {} },
      response: { status: 200, headers: {} },
      remarks: [],
      actions: [],
    }
    for (let i = 0; i < 25_000; i++) journal.add(exchange)
    expect([journal.all().length, journal.all()[0]?.id]).toEqual([10_000, 15_001])
  })

  it('a file in YAML', () => {
    const [deep] = openYaml('a.yaml', `steps: ${'['.repeat(5000)}`).complaints
    expect(deep?.message).toBe(`The file opens more than ${bounds.depth} brackets one in another.`)
    const nested = (depth: number) => openYaml('a.yaml', `steps: ${'['.repeat(depth)}${']'.repeat(depth)}`).complaints.length
    expect([nested(bounds.depth), nested(bounds.depth + 1)]).toEqual([0, 1])
    const [long] = openYaml('a.yaml', `story: ${'x'.repeat(bounds.characters)}`).complaints
    expect(long?.message).toMatch(/^The file has more than 5,242,880 characters/)
    const [multiplied] = openYaml(
      'a.yaml',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.replaceAll(/./g, (name, i: number) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`)}]\n`)}`,
    ).complaints
    expect(multiplied?.mend).toBe('Write out what the aliases stand for.')
  })

  it('a request to the control plane', async () => {
    const { echoWorlds } = await import('../core/echo.ts')
    const front = createConsole(echoWorlds())
    const send = async (body: string) => {
      const answer = await front.fetch(new Request('http://localhost:4400/_sim/clock', { method: 'POST', body }))
      return [answer.status, ((await answer.json()) as { error: { message: string } }).error.message]
    }
    expect(await send(`{"advance":"${'1'.repeat(9 * 1024 * 1024)}"}`)).toEqual([413, expect.stringContaining('larger than')])
    expect((await send(nested(100_000)))[0]).toBe(400)
  })

  it('a seed that makes no record is refused in words', async () => {
    const { createWorlds, virtualClock } = await import('../../mocks/core/index.ts')
    const { discoverMocks } = await import('../../mocks/core/discover.ts')
    const front = createConsole(createWorlds({ mocks: await discoverMocks(), clock: () => virtualClock(0), seed: 1 }))
    const body = JSON.stringify({ name: 'own', plant: { zendesk: { users: [{ name: 'Ada', email: 'a@b@c' }] } } })
    const answer = await front.fetch(new Request('http://localhost:4400/_sim/worlds', { method: 'POST', body }))
    expect([answer.status, await answer.json()]).toEqual([400, { error: expect.objectContaining({ message: expect.stringMatching(/^plant: /) }) }])
  })
})

describe('over a socket', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox({ listen: true })
  })
  afterAll(() => sandbox.close())

  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let got = ''
      const socket = connect(Number(new URL(sandbox.zendesk.url).port), '127.0.0.1', () => socket.write(text))
      socket.on('data', (chunk) => {
        got += chunk
      })
      socket.on('close', () => resolve(got))
      socket.on('error', reject)
    })

  it.each([
    ['headers without end', `GET /api/v2/users/me.json HTTP/1.1\r\nhost: localhost\r\n${'x-a: b\r\n'.repeat(40)}x-long: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
    ['a path without end', `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`, 431],
    ['no HTTP at all', 'HELLO\r\n\r\n', 400],
    ['two lengths', 'POST /oauth/tokens HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd', 400],
    ['a length and chunks', 'POST /oauth/tokens HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ])('%s are refused, and the server goes on', async (_, text, status) => {
    expect(await raw(text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect((await fetch(`${sandbox.zendesk.url}/api/v2/users/me.json`)).status).toBeLessThan(500)
  })
})
