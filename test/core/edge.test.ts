import { describe, expect, it } from 'vitest'
import { edge } from '../../mocks/core/edge.ts'
import { worldFetch } from '../../mocks/core/fetch.ts'
import { listen } from '../../mocks/core/serve.ts'
import { echo, echoWorlds, json, START } from './echo.ts'

const put = (text: unknown) => ({ method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) })

describe('edge', () => {
  it('answers, dates the answer by the World, and journals the exchange with its meaning', async () => {
    const worlds = echoWorlds()
    const fetch = worldFetch(worlds, worlds.baseline)
    const answer = await fetch('https://echo.example/notes/1', put('hello'))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('date')).toBe('Fri, 20 Nov 2026 08:00:00 GMT')
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await answer.json()).toEqual({ text: 'hello', at: START })
    expect(worlds.baseline.journal.all()).toMatchObject([
      {
        id: 1,
        mock: 'echo',
        operation: 'notes.write',
        request: { method: 'PUT', url: 'https://echo.example/notes/1', body: { text: 'hello' } },
        response: { status: 200, body: { text: 'hello', at: START } },
        actions: [{ kind: 'other', what: 'notes.write', ok: true }],
      },
    ])
  })

  it("refuses a body of 20 MB, announced or not, with 413 in the vendor's shape, and stores nothing", async () => {
    const worlds = echoWorlds()
    const big = new Uint8Array(20 * 1024 * 1024).fill(97)
    const app = edge(echo, worlds)
    const announced = await app.fetch(
      new Request('https://echo.example/notes/1', { method: 'PUT', body: big, headers: { 'content-length': String(big.length) } }),
    )
    expect([announced.status, (await json(announced)).error]).toEqual([413, 'too-large'])
    const streamed = new Request('https://echo.example/notes/1', { method: 'PUT', body: new Blob([big]).stream(), duplex: 'half' } as RequestInit)
    expect((await app.fetch(streamed)).status).toBe(413)
    expect((await app.fetch(new Request('https://echo.example/notes/1'))).status).toBe(404)
  })

  it('refuses a body of 20 MB over a socket and goes on serving', async () => {
    const worlds = echoWorlds()
    const server = await listen({ edge: edge(echo, worlds), port: 0 })
    try {
      const answer = await fetch(`${server.url}/notes/1`, { method: 'PUT', body: new Uint8Array(20 * 1024 * 1024) }).then(
        (response) => response.status,
        () => 413, // The server may answer and close before the client has sent it all; then undici sees a broken pipe.
      )
      expect(answer).toBe(413)
      expect((await fetch(`${server.url}/notes/1`, put('still here'))).status).toBe(200)
    } finally {
      await server.close()
    }
  })

  it('says what is wrong with a body that is not JSON', async () => {
    const worlds = echoWorlds()
    const answer = await worldFetch(worlds, worlds.baseline)('https://echo.example/notes/1', { method: 'PUT', body: '{"text": ' })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'not-json', message: expect.stringContaining('JSON') })
  })

  it.each(['beside', 'in'])('lets go at once of a client that gives up, whose signal is %s its request', async (place) => {
    const worlds = echoWorlds()
    worlds.baseline.clock.freeze()
    worlds.baseline.faults.add({ when: {}, effect: { kind: 'latency', min: 60_000 } })
    const [fetch, patience, url] = [worldFetch(worlds, worlds.baseline), new AbortController(), 'https://echo.example/notes/1']
    const { signal } = patience
    const answer = place === 'in' ? fetch(new Request(url, { signal })) : fetch(url, { signal })
    patience.abort(new Error('had enough'))
    await expect(answer).rejects.toThrow('had enough')
    await expect(fetch(new Request(url, { signal }))).rejects.toThrow('had enough')
  })

  it('gives no heed to the signal of a request whose caller says that there is none', async () => {
    const worlds = echoWorlds()
    const request = new Request('https://echo.example/notes/1', { signal: AbortSignal.abort() })
    expect((await worldFetch(worlds, worlds.baseline)(request, { signal: null })).status).toBe(404)
  })

  it("answers 404 in the vendor's shape for a path that the system does not have", async () => {
    const worlds = echoWorlds()
    const answer = await worldFetch(worlds, worlds.baseline)('https://echo.example/nothing')
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'not-found', message: 'Echo has no GET /nothing.' }])
  })

  it('forgives a slash at the end of a path', async () => {
    const worlds = echoWorlds()
    const fetch = worldFetch(worlds, worlds.baseline)
    await fetch('https://echo.example/notes/1/', { method: 'PUT', body: '{"text":"kept"}' })
    expect(await (await fetch('https://echo.example/notes/1')).json()).toMatchObject({ id: '1', text: 'kept' })
    expect((await fetch('https://echo.example/notes//')).status).toBe(404)
  })

  it('turns a bug of ours into a 500 whose details are in the journal only', async () => {
    const worlds = echoWorlds()
    const answer = await worldFetch(worlds, worlds.baseline)('https://echo.example/bug')
    const text = await answer.text()
    expect([answer.status, text.includes('a bug of ours')]).toEqual([500, false])
    expect(worlds.baseline.journal.all()[0]?.remarks).toEqual([{ kind: 'crashed', message: expect.stringContaining('a bug of ours') }])
  })

  it('refuses hosts that the World does not answer for', async () => {
    const worlds = echoWorlds()
    await expect(worldFetch(worlds, worlds.baseline)('https://elsewhere.example/')).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { message: expect.stringContaining('this World answers https://echo.example') },
    })
  })
})

describe('Worlds', () => {
  const at = (path: string, init?: RequestInit) => new Request(`http://localhost:1${path}`, init)

  it('are forked from the baseline by their first request and see nothing of each other', async () => {
    const worlds = echoWorlds({ plant: { echo: { notes: { shared: 'from the seed' } } } })
    const app = edge(echo, worlds)
    await app.fetch(at('/w/one/notes/1', put('one')))
    await app.fetch(at('/w/two/notes/1', put('two')))
    expect(await (await app.fetch(at('/w/one/notes/1'))).json()).toEqual({ id: '1', text: 'one' })
    expect(await (await app.fetch(at('/w/two/notes/1'))).json()).toEqual({ id: '1', text: 'two' })
    expect((await app.fetch(at('/notes/1'))).status).toBe(404)
    expect(await (await app.fetch(at('/w/two/notes/shared'))).json()).toEqual({ id: 'shared', text: 'from the seed' })
    expect(worlds.list().map((world) => [world.id, world.journal.all().length])).toEqual([
      ['demo', 1],
      ['one', 2],
      ['two', 3],
    ])
  })

  it('are the same whatever the case of their names, for MSAL writes the address of its authority in lower case', async () => {
    const worlds = echoWorlds()
    const app = edge(echo, worlds)
    await app.fetch(at('/w/MyTest-1/notes/1', put('mine')))
    expect(await (await app.fetch(at('/w/mytest-1/notes/1'))).json()).toEqual({ id: '1', text: 'mine' })
    expect(worlds.list().map(({ id }) => id)).toEqual(['demo', 'MyTest-1'])
    expect(() => worlds.fork('MYTEST-1')).toThrow('There is a World "MyTest-1" already.')
    expect(worlds.remove('mytest-1')).toBe(true)
  })

  it('have clocks, tokens and faults of their own', async () => {
    const worlds = echoWorlds()
    const one = worlds.get('one')
    const two = worlds.get('two')
    await one?.clock.advance(60_000)
    one?.faults.add({ when: {}, effect: { kind: 'refuse', status: 503 } })
    const app = edge(echo, worlds)
    expect((await app.fetch(at('/w/one/notes/1'))).status).toBe(503)
    expect((await app.fetch(at('/w/two/notes/1', put('x')))).status).toBe(200)
    expect([one?.clock.now(), two?.clock.now()]).toEqual([START + 60_000, START])
    one?.tokens.issue({ value: 't', issuer: 'e', kind: 'access', client: 'c', subject: 's', audience: 'a', scopes: [], expiresAt: null, claims: {} })
    expect(two?.tokens.find('t')).toBeUndefined()
  })

  it('that nobody made are refused when they are strict, naming those that are known', async () => {
    const worlds = echoWorlds({ strict: true })
    const answer = await edge(echo, worlds).fetch(at('/w/nobody/notes/1'))
    expect([answer.status, (await json(answer)).error]).toEqual([404, 'There is no World "nobody". Known: demo.'])
    worlds.fork('somebody')
    expect((await edge(echo, worlds).fetch(at('/w/somebody/notes/1', put('x')))).status).toBe(200)
  })

  it('are no more than their limit, and take no odd names', () => {
    const worlds = echoWorlds({ limit: 2 })
    expect(worlds.get('one')?.id).toBe('one')
    expect(worlds.get('two')).toBeUndefined()
    expect(() => worlds.create('two')).toThrow('There are 2 Worlds already')
    expect(() => echoWorlds().create('../etc')).toThrow("is not a World's name")
    expect(() => echoWorlds().create('demo')).toThrow('There is a World "demo" already')
  })

  it('are on reset as they were when they were made', async () => {
    const worlds = echoWorlds({ plant: { echo: { notes: { kept: 'as planted' } } } })
    const world = worlds.baseline
    const fetch = worldFetch(worlds, world)
    await fetch('https://echo.example/notes/kept', put('changed'))
    await fetch('https://echo.example/notes/new', put('new'))
    const { access_token: token } = await json(await fetch('https://echo.example/sign-in', { method: 'POST' }))
    await world.clock.advance(5000)
    world.faults.add({ when: {}, effect: { kind: 'garble' } })
    worlds.reset(world)
    expect([world.clock.now(), world.journal.all().length, world.faults.list().length, world.tokens.find(token as string)]).toEqual([START, 0, 0, undefined])
    expect(await (await fetch('https://echo.example/notes/kept')).json()).toMatchObject({ text: 'as planted' })
    expect((await fetch('https://echo.example/notes/new')).status).toBe(404)
  })
})

describe('listen', () => {
  it('names the port that is taken', async () => {
    const first = await listen({ fetch: () => new Response('hello'), port: 0 })
    await expect(listen({ fetch: () => new Response('hello'), port: first.port })).rejects.toThrow(`Port ${first.port} is in use.`)
    await first.close()
  })

  it("leaves the process's own Request and Response alone", async () => {
    const before = [globalThis.Request, globalThis.Response]
    const server = await listen({ fetch: () => new Response('hello'), port: 0 })
    expect([globalThis.Request, globalThis.Response]).toEqual(before)
    await server.close()
  })

  it('lets a request under way finish when it closes', async () => {
    let answer = (_: Response) => {}
    let arrived = () => {}
    const arrival = new Promise<void>((resolve) => (arrived = resolve))
    const server = await listen({
      port: 0,
      fetch: () => {
        arrived()
        return new Promise<Response>((resolve) => (answer = resolve))
      },
    })
    const waiting = fetch(server.url)
    await arrival
    const closed = server.close()
    answer(new Response('finished'))
    expect(await (await waiting).text()).toBe('finished')
    await closed
  })

  it('breaks the connection where a fault drops the answer', async () => {
    const worlds = echoWorlds()
    worlds.baseline.faults.add({ when: { method: 'PUT' }, effect: { kind: 'drop', when: 'after' } })
    const server = await listen({ edge: edge(echo, worlds), port: 0 })
    await expect(fetch(`${server.url}/notes/1`, put('written all the same'))).rejects.toThrow('fetch failed')
    expect(await (await fetch(`${server.url}/notes/1`)).json()).toEqual({ id: '1', text: 'written all the same' })
    expect(worlds.baseline.journal.all()[0]?.response.status).toBe(0)
    await server.close()
  })
})
