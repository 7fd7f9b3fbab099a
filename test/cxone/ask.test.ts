import { describe, expect, it } from 'vitest'
import { askWorld } from '../../harness/ask/world.ts'
import { askThrough, over, type Question, withPlainWay } from '../../harness/ask.ts'
import { demo, rehearsalSeeds } from '../../harness/demo.ts'
import { virtualClock } from '../../mocks/core/clock.ts'
import { discoverMocks } from '../../mocks/core/discover.ts'
import type { Fault } from '../../mocks/core/faults.ts'
import { worldFetch } from '../../mocks/core/fetch.ts'
import { createWorlds } from '../../mocks/core/world.ts'

const BASE = 'https://rehearsal.zendesk.com'
const MINUTE = 60_000

async function founded() {
  const { seeds } = rehearsalSeeds()
  const worlds = createWorlds({ mocks: await discoverMocks(), clock: () => virtualClock(Date.parse(demo.start)), seed: 3, plant: seeds })
  const world = worlds.baseline
  const fetch = worldFetch(worlds, world)
  return { world, fetch, ways: { fetch: over(fetch), plain: askWorld(worlds, world, fetch) } }
}

const signIn: Question = {
  method: 'POST',
  url: `${BASE}/oauth/tokens`,
  headers: { accept: 'application/json', 'content-type': 'application/json' },
  body: JSON.stringify({ grant_type: 'client_credentials', client_id: demo.zendeskClientId, client_secret: demo.zendeskClientSecret, scope: 'read write' }),
}
const search = (authorization?: string): Question => ({
  method: 'GET',
  url: `${BASE}/api/v2/users/search.json?query=${encodeURIComponent("name:O'Neil äß")}`,
  headers: { accept: 'application/json', ...(authorization ? { authorization } : {}) },
})

/** What the client heard, and what the CRM wrote down of it, by either way; each in a World of its own. */
async function both(question: (token: string) => Question, fault?: Fault) {
  const heard = async (way: 'fetch' | 'plain') => {
    const { world, ways } = await founded()
    const token = JSON.parse((await (await ways[way](signIn, MINUTE, world.clock))?.text()) ?? '{}').access_token as string
    if (fault) world.faults.add(fault)
    const told = await ways[way](question(token), MINUTE, world.clock).catch((error: Error) => error)
    if (told === undefined || told instanceof Error) return { told: told && [told.message, String(told.cause)], at: world.clock.now() }
    const text = await Promise.resolve(told.text()).catch((error: Error) => error.message)
    const { status, header } = told
    const { request, response, operation } = world.journal.all().at(-1) ?? {}
    return { status, text, type: header('content-type'), retry: header('retry-after'), none: header('x-not-there'), request, code: response?.status, operation }
  }
  return [await heard('fetch'), await heard('plain')] as const
}

describe('asking in plain data hears what fetch hears', () => {
  const create: (token: string) => Question = (token) => ({
    method: 'POST',
    url: `${BASE}/api/v2/users.json`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user: { name: 'Zoë Müller', email: 'zoe@example.com' } }),
  })
  const questions: Record<string, (token: string) => Question> = {
    'of a search whose query needs escapes': (token) => search(`Bearer ${token}`),
    'without a token': () => search(),
    'of a create': create,
    'of what is not there': (token) => ({ ...search(`Bearer ${token}`), url: `${BASE}/api/v2/users/1.json` }),
  }
  it.each(Object.keys(questions))('%s', async (name) => {
    const [fetch, plain] = await both(questions[name] as (token: string) => Question)
    expect(plain).toEqual(fetch)
    expect(plain.status).toBeGreaterThanOrEqual(200)
    expect(plain.type).toContain('json')
  })

  const faults: Record<string, Fault['effect']> = {
    'is told to wait': { kind: 'refuse', status: 429, retryAfter: 7 },
    'is cut off': { kind: 'drop', when: 'after' },
    'is reset': { kind: 'drop', when: 'before', as: 'reset' },
    'hears half an answer': { kind: 'garble' },
  }
  it.each(Object.keys(faults))('and %s', async (name) => {
    const [fetch, plain] = await both(create, { when: { mock: 'zendesk' }, effect: faults[name] as Fault['effect'] })
    expect(plain).toEqual(fetch)
    if (name === 'is told to wait') expect(plain).toMatchObject({ status: 429, retry: '7' })
    if (name === 'is cut off') expect(plain).toMatchObject({ told: ['fetch failed', 'Error: socket hang up'] })
  })

  it('gives up after the same time where nobody answers', async () => {
    const [fetch, plain] = await both(create, { when: { mock: 'zendesk' }, effect: { kind: 'silence', when: 'after' } })
    expect(plain).toEqual(fetch)
    expect(plain).toEqual({ told: undefined, at: Date.parse(demo.start) + MINUTE })
  })
})

describe('a client asks', () => {
  it('in plain data where its fetch is the World’s own, and through whoever stands before it otherwise', async () => {
    const { fetch, ways } = await founded()
    expect(askThrough(withPlainWay(fetch, ways.plain))).toBe(ways.plain)
    const urls: string[] = []
    const before: typeof fetch = async (input, init) => {
      urls.push(String(input))
      return fetch(input, init)
    }
    await askThrough(before)(signIn, MINUTE, { sleep: () => new Promise(() => {}) })
    expect(urls).toEqual([signIn.url])
  })

  it('and is refused where no World answers, as by fetch', async () => {
    const { world, ways } = await founded()
    await expect(ways.plain({ ...search(), url: 'https://nowhere.example/' }, MINUTE, world.clock)).rejects.toThrow('fetch failed')
  })
})
