import { worldFetch } from '../../mocks/core/fetch.ts'
import { createWorlds, virtualClock, type World, type Worlds } from '../../mocks/core/index.ts'
import dynamics from '../../mocks/dynamics/index.ts'

export const START = Date.parse('2026-11-20T08:00:00Z')
export const CLIENT = '1b7d4e90-5c3a-4f21-8b6e-7a9d0e4c2f31'
export const ROOT = 'https://rehearsal.crm.dynamics.com/api/data/v9.2'

/** A person with these privileges, or all; the integration itself is an administrator, who owns everything that it makes. */
export const ADA = 'dddddddd-0000-4000-8000-000000000001'
export const withAda = (privileges?: readonly string[]) => ({
  applicationUsers: [{ applicationid: CLIENT, name: 'Admin' }],
  users: [{ azureactivedirectoryobjectid: ADA, name: 'Ada Byron', systemuserid: ADA, ...(privileges ? { roles: ['Agent'] } : {}) }],
  ...(privileges ? { roles: { Agent: privileges } } : {}),
})

/** Requests that Ada makes. */
export function asAda(crm: Organization) {
  const token = issue(crm.world, { subject: ADA, claims: { scp: 'user_impersonation' } })
  return (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    crm.send(method, path, body, { authorization: `Bearer ${token}`, ...headers })
}

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what a client of an untyped API sees
  body: any
}

export interface Organization {
  world: World
  worlds: Worlds
  token: string
  /** One request to the Web API, as the application user. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  /** Creates a row and gives its id. */
  create(set: string, row: Record<string, unknown>): Promise<string>
}

export interface Options {
  seed?: Record<string, unknown>
  settings?: Record<string, unknown>
  token?: { client?: string; audience?: string; lifetime?: number; subject?: string; claims?: Record<string, unknown> }
}

/** A World of its own with a Dynamics organisation and a token that the identity provider might have issued. */
export function organization({ seed = {}, settings = {}, token: wanted = {} }: Options = {}): Organization {
  const worlds = createWorlds({ mocks: [dynamics], clock: () => virtualClock(START), seed: 7, plant: { dynamics: seed }, settings: { dynamics: settings } })
  const world = worlds.baseline
  const token = issue(world, wanted)
  const fetch = worldFetch(worlds, world)
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const url = path.startsWith('http') ? path : `${ROOT}/${path}`
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: /json/.test(response.headers.get('content-type') ?? '') && text ? JSON.parse(text) : text,
    }
  }
  return {
    world,
    worlds,
    token,
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    async create(set, row) {
      const answer = await send('POST', set, row)
      if (answer.status !== 204) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
      return /\(([^)]*)\)$/.exec(answer.headers.get('odata-entityid') ?? '')?.[1] as string
    },
  }
}

export function issue(
  world: World,
  {
    client = CLIENT,
    audience = 'https://rehearsal.crm.dynamics.com',
    lifetime = 3_600_000,
    subject = 'service-principal',
    claims = {},
  }: NonNullable<Options['token']> = {},
): string {
  const value = `token-${world.random('test').hex(8)}`
  world.tokens.issue({ value, issuer: 'entra', kind: 'access', client, subject, audience, scopes: [], expiresAt: world.clock.now() + lifetime, claims })
  return value
}

/** An organisation of three contacts, two of whom have cases: what queries of every kind are asked of. */
export async function organizationWithCases(): Promise<{ crm: Organization; ada: string }> {
  const crm = organization()
  const ada = await crm.create('contacts', { firstname: 'Ada', lastname: 'Byron' })
  const grace = await crm.create('contacts', { firstname: 'Grace', lastname: 'Hopper' })
  await crm.create('contacts', { lastname: 'Nobody' })
  for (const [title, customer, priority] of [
    ['Invoice', ada, 1],
    ['Delivery', ada, 2],
    ['Login', grace, 2],
  ] as const) {
    await crm.create('incidents', { title, prioritycode: priority, 'customerid_contact@odata.bind': `/contacts(${customer})` })
  }
  return { crm, ada }
}
