import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { edge } from '../../mocks/core/edge.ts'
import { drawn } from '../../mocks/core/effects/latency.ts'
import { worldFetch } from '../../mocks/core/fetch.ts'
import { glob } from '../../mocks/core/glob.ts'
import { type Fault, faultSchema, seededRandom } from '../../mocks/core/index.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import { expectSoon } from '../soon.ts'
import { echo, echoWorlds, START } from './echo.ts'

const worlds = echoWorlds()
let server: Listening
beforeAll(async () => {
  server = await listen({ edge: edge(echo, worlds), port: 0 })
})
afterAll(() => server.close())

const TEXT = 'a text that is long enough to be cut in two'
const put = { method: 'PUT', body: JSON.stringify({ text: TEXT }) }
let number = 0

/** A World under one fault, by socket and in-process: clients of both must see the same. */
function under(effect: (typeof faultSchema)['_input']['effect']) {
  const world = worlds.get(`w${++number}`)
  if (!world) throw new Error('no World')
  world.faults.add(faultSchema.parse({ times: 1, effect }) as Fault)
  const call = { socket: (path: string, init?: RequestInit) => fetch(`${server.url}/w/${world.id}${path}`, init), inProcess: inProcess(world) }
  return { world, call, stored: async () => (await call.socket('/notes/1')).status === 200 }
}
const inProcess = (world: Parameters<typeof worldFetch>[1]) => {
  const fetch = worldFetch(worlds, world)
  return (path: string, init?: RequestInit) => fetch(`https://echo.example${path}`, init)
}
const doors = ['socket', 'inProcess'] as const
const failure = (answer: Promise<unknown>) =>
  answer.then(
    () => undefined,
    (error) => error,
  )

describe.each(doors)('a fault on the connection (%s)', (door) => {
  it.each([
    ['before', 'close', false],
    ['after', 'close', true],
    ['before', 'reset', false],
    ['after', 'reset', true],
  ] as const)('%s the write: %s', async (when, as, stored) => {
    const one = under({ kind: 'drop', when, as })
    const error = await failure(one.call[door]('/notes/1', put))
    expect(error).toMatchObject({ name: 'TypeError', message: 'fetch failed' })
    if (as === 'reset') expect(error).toMatchObject({ cause: { message: 'read ECONNRESET', code: 'ECONNRESET' } })
    expect(await one.stored()).toBe(stored)
    expect(one.world.journal.all()[0]?.response.status).toBe(0)
    expect(one.world.journal.all()[0]?.remarks.some(({ kind }) => kind === 'answer-lost')).toBe(stored)
  })

  it.each([
    ['before', false],
    ['after', true],
  ] as const)('%s the write: silence until the client has had enough', async (when, stored) => {
    const one = under({ kind: 'silence', when })
    const patience = new AbortController()
    one.world.journal.watch(() => patience.abort(new Error('had enough')))
    const error = await failure(one.call[door]('/notes/1', { ...put, signal: patience.signal }))
    expect(error).toMatchObject({ message: 'had enough' })
    expect(await one.stored()).toBe(stored)
  })

  it('in the middle of the answer: head and half a body arrive, then it breaks', async () => {
    const one = under({ kind: 'cut' })
    const answer = await one.call[door]('/notes/1', put)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
    const read = answer.body?.getReader()
    let got = ''
    const error = await failure(
      (async () => {
        for (let part = await read?.read(); part && !part.done; part = await read?.read()) got += new TextDecoder().decode(part.value)
      })(),
    )
    expect(error).toMatchObject({ message: 'terminated', cause: { code: 'UND_ERR_SOCKET' } })
    expect(got).toMatch(/^\{"text":"a text/)
    expect(got).not.toContain('"at"')
    expect(await one.stored()).toBe(true)
    expect(one.world.journal.all()[0]?.remarks).toContainEqual({ kind: 'answer-lost', status: 200 })
  })

  it('a slow drip: head at once, the body piece by piece on the World’s clock', async () => {
    const one = under({ kind: 'drip', bytes: 10, every: '3s' })
    const answer = await one.call[door]('/notes/1', put)
    const text = await answer.text()
    expect(JSON.parse(text)).toEqual({ text: TEXT, at: START })
    expect(one.world.clock.now() - START).toBe(Math.ceil(text.length / 10) * 3000)
  })

  it('a slow drip that the client leaves', async () => {
    const one = under({ kind: 'drip', bytes: 1, every: '1h' })
    const patience = new AbortController()
    const answer = await one.call[door]('/notes/1', { ...put, signal: patience.signal })
    const read = answer.body?.getReader()
    expect((await read?.read())?.value?.length).toBeGreaterThan(0)
    patience.abort()
    expect(await failure(Promise.resolve(read?.closed))).toMatchObject({ name: 'AbortError' })
  })

  it.each(['half', 'noise', 'page'] as const)('a whole answer that is no JSON: %s', async (as) => {
    const one = under({ kind: 'garble', as })
    const answer = await one.call[door]('/notes/1', put)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
    const text = await answer.text()
    expect(text.length).toBeGreaterThan(20)
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
  })
})

describe('over a socket', () => {
  it('an answer without a body cannot be cut: it is lost', async () => {
    const one = under({ kind: 'cut' })
    await expect(fetch(`${server.url}/w/${one.world.id}/notes/1`, { method: 'HEAD' })).rejects.toThrow('fetch failed')
  })

  it('the other requests of a connection are answered before and after a drip', async () => {
    const one = under({ kind: 'drip', bytes: 20, every: 5 })
    for (let turn = 0; turn < 3; turn++) expect((await (await one.call.socket('/notes/1', put)).json()) as object).toHaveProperty('text', TEXT)
  })

  it('a server that closes ends a silence', async () => {
    const own = echoWorlds()
    own.baseline.faults.add({ when: {}, effect: { kind: 'silence', when: 'before' } })
    const closing = await listen({ edge: edge(echo, own), port: 0 })
    const arrived = new Promise<void>((resolve) => own.baseline.journal.watch(() => resolve()))
    const ended = failure(
      new Promise<IncomingMessage>((resolve, reject) => {
        request(`${closing.url}/notes/1`, resolve).on('error', reject).end()
      }),
    )
    await arrived
    await closing.close()
    expect(await ended).toMatchObject({ code: 'ECONNRESET' })
  })
})

describe('latency', () => {
  const sample = (latency: object) => {
    const random = seededRandom(7)
    const parsed = faultSchema.parse({ effect: { kind: 'latency', ...latency } }).effect
    if (parsed.kind !== 'latency') throw new Error('no latency')
    return Array.from({ length: 20_000 }, () => drawn(parsed, random)).sort((a, b) => a - b)
  }
  const at = (sorted: number[], share: number) => sorted[Math.floor(sorted.length * share)] as number

  it('is fixed', () => expect(new Set(sample({ min: '2s' }))).toEqual(new Set([2000])))

  it('is uniform', () => {
    const all = sample({ min: '1s', max: '3s' })
    expect([at(all, 0.25) / 1500, at(all, 0.75) / 2500].every((ratio) => Math.abs(ratio - 1) < 0.03)).toBe(true)
    expect([(all[0] as number) >= 1000, (all.at(-1) as number) < 3000]).toEqual([true, true])
  })

  it('is normal, and never below nothing', () => {
    const all = sample({ mean: 200, deviation: 100 })
    const mean = all.reduce((sum, one) => sum + one, 0) / all.length
    expect(mean).toBeGreaterThan(195)
    expect(mean).toBeLessThan(210)
    expect(at(all, 0.841)).toBeGreaterThan(285)
    expect(at(all, 0.841)).toBeLessThan(315)
    expect(all[0]).toBe(0)
  })

  it('has a long tail', () => {
    const all = sample({ median: '80ms', p99: '2s' })
    expect(at(all, 0.5)).toBeGreaterThan(75)
    expect(at(all, 0.5)).toBeLessThan(85)
    expect(at(all, 0.99)).toBeGreaterThan(1700)
    expect(at(all, 0.99)).toBeLessThan(2300)
    expect(sample({ median: '80ms', p99: '2s', max: '1s' }).at(-1)).toBe(1000)
  })

  it.each([
    [{}, /say how long/],
    [{ mean: 5 }, /mean and deviation go together/],
    [{ median: 5, deviation: 1, mean: 2, p99: 9 }, /choose one distribution/],
    [{ median: 5, p99: 2 }, /p99 is not below it/],
    [{ min: 5, max: 2 }, /max is not below min/],
    [{ min: 'soon' }, /expected a duration such as/],
  ])('that makes no sense is refused: %j', (latency, words) => {
    const { error } = faultSchema.safeParse({ effect: { kind: 'latency', ...latency } })
    expect(error?.message).toMatch(words)
  })
})

describe('a pattern', () => {
  it.each([
    ['*', '', true],
    ['/api/*', '/api/', true],
    ['/api/*', '/ap', false],
    ['*/records', '/x/Records', true],
    ['a*b*c', 'abbc', true],
    ['a*b*c', 'acb', false],
    ['ab*bc', 'abc', false],
    ['a.c', 'abc', false],
    ['P*', 'PATCH', true],
  ])('%s against %s: %s', (pattern, text, fit) => expect(glob(pattern)(text)).toBe(fit))

  it('with many stars is read soon', () => expectSoon(() => expect(glob(`${'*a'.repeat(5000)}*b`)('a'.repeat(100_000))).toBe(false)))
})
