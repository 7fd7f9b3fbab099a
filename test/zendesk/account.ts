import { worldFetch } from '../../mocks/core/fetch.ts'
import { createWorlds, type Exchange, virtualClock, type World } from '../../mocks/core/index.ts'
import zendesk from '../../mocks/zendesk/index.ts'

export const START = Date.parse('2026-03-01T08:00:00Z')
export const ORIGIN = 'https://rehearsal.zendesk.com'
export const BASIC = `Basic ${Buffer.from('admin@rehearsal.example/token:rehearsal-token').toString('base64')}`

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
export type Json = any

export interface Answer {
  status: number
  headers: Headers
  text: string
  body: Json
}

export interface Account {
  world: World
  /** As the administrator, by API token, unless `headers` say otherwise; an object as body is sent as JSON. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string | undefined>): Promise<Answer>
  last(): Exchange
}

/** A World with nothing but a Zendesk account in it. */
export function account(seed: Record<string, unknown> = {}, settings: Record<string, unknown> = {}, number = 7): Account {
  const worlds = createWorlds({ mocks: [zendesk], clock: () => virtualClock(START), seed: number, settings: { zendesk: settings }, plant: { zendesk: seed } })
  const world = worlds.baseline
  const fetch = worldFetch(worlds, world)
  return {
    world,
    async ask(method, path, body, headers = {}) {
      const plain = typeof body === 'string' || body instanceof Uint8Array
      const all = { authorization: BASIC, ...(body === undefined || plain ? {} : { 'content-type': 'application/json' }), ...headers }
      const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<string, string>
      const response = await fetch(path.startsWith('http') ? path : ORIGIN + path, {
        method,
        headers: given,
        redirect: 'manual',
        ...(body === undefined ? {} : { body: plain ? (body as string) : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, text, body: parsed(text) }
    },
    last: () => world.journal.all().at(-1) as Exchange,
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The body that GET answers. */
export const get = async ({ ask }: Account, path: string): Promise<Json> => (await ask('GET', `/api/v2/${path}`)).body

/** The results of a job that this request starts, once it is done. */
export async function finished(zendesk: Account, method: string, path: string, body?: Json): Promise<Json> {
  const { id } = (await zendesk.ask(method, `/api/v2/${path}`, body)).body.job_status
  zendesk.world.clock.set(zendesk.world.clock.now() + 2000)
  return (await get(zendesk, `job_statuses/${id}`)).job_status.results
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** Text as UTF-8 can carry it: a lone half of a surrogate pair becomes the replacement character. */
export const wellFormed = (text: string): string => Buffer.from(text).toString()
