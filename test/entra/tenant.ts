import { worldFetch } from '../../mocks/core/fetch.ts'
import { createWorlds, virtualClock, type World } from '../../mocks/core/index.ts'
import entra from '../../mocks/entra/index.ts'
import type { EntraSeedInput } from '../../mocks/entra/seed.ts'

export const TENANT = '6f0c5a2e-1d1b-4c8e-9a53-0c1f2b7d9e10'
export const CLIENT = '1b7d4e90-5c3a-4f21-8b6e-7a9d0e4c2f31'
export const PUBLIC = '2c8e5fa1-6d4b-4032-9c7f-8bae1f5d3042'
export const ORG = 'https://rehearsal.crm.dynamics.com'
export const LOGIN = 'https://login.microsoftonline.com'
export const REDIRECT = 'https://app.example/callback'
export const MIA = '7f1c2d3e-4b5a-4968-8776-655443322110'

export const desk = {
  clientId: CLIENT,
  name: 'Support <b>desk</b>',
  secrets: ['rehearsal-secret'],
  redirectUris: [REDIRECT],
  accessTokenVersion: 2 as const,
}

export const seed = {
  tenantId: TENANT,
  domain: 'rehearsal.onmicrosoft.com',
  apps: [desk, { clientId: PUBLIC, name: 'Desktop', public: true, redirectUris: ['http://localhost/'], spaRedirectUris: [] }],
  users: [
    { oid: MIA, upn: 'mia@rehearsal.onmicrosoft.com', name: 'Mia' },
    { oid: '8f1c2d3e-4b5a-4968-8776-655443322111', upn: 'noah@rehearsal.onmicrosoft.com', name: 'Noah', disabled: true },
    { oid: '9f1c2d3e-4b5a-4968-8776-655443322112', upn: 'olga@rehearsal.onmicrosoft.com', name: 'Olga', policy: 'mfa' as const },
    { oid: 'af1c2d3e-4b5a-4968-8776-655443322113', upn: 'paul@rehearsal.onmicrosoft.com', name: 'Paul', policy: 'blocked' as const },
  ],
} satisfies EntraSeedInput

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: an answer's body is what the test says it is.
  body: any
}

export interface Tenancy {
  world: World
  fetch: typeof fetch
  /** Asks the token endpoint; `path` is what follows the origin. */
  token(form: Record<string, string>, options?: { path?: string; headers?: Record<string, string> }): Promise<Answer>
  get(path: string): Promise<Answer>
  post(path: string, form: Record<string, string>): Promise<Answer>
}

/** A World of its own on virtual time, with one system beside Entra that tokens can be asked for. */
export function tenancy(options: { seed?: EntraSeedInput; settings?: Record<string, unknown>; random?: number } = {}): Tenancy {
  const worlds = createWorlds({
    mocks: [entra],
    clock: () => virtualClock(Date.parse('2026-03-01T08:00:00Z')),
    seed: options.random ?? 7,
    plant: { entra: options.seed ?? seed },
    settings: { entra: options.settings ?? {} },
  })
  const world = worlds.baseline
  world.origins.dynamics = [ORG, 'http://localhost:4402']
  const own = worldFetch(worlds, world)
  const answer = async (response: Response): Promise<Answer> => {
    const text = await response.text()
    const json = response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
  }
  return {
    world,
    fetch: own,
    token: async (form, { path = `/${TENANT}/oauth2/v2.0/token`, headers = {} } = {}) =>
      answer(await own(`${LOGIN}${path}`, { method: 'POST', body: new URLSearchParams(form), headers })),
    get: async (path) => answer(await own(`${LOGIN}${path}`, { redirect: 'manual' })),
    post: async (path, form) => answer(await own(`${LOGIN}${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })),
  }
}

export const asApp = { grant_type: 'client_credentials', client_id: CLIENT, client_secret: 'rehearsal-secret', scope: `${ORG}/.default` }

export const jwt = (token: string): { header: Record<string, unknown>; claims: Record<string, unknown> } => {
  const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  return { header: header?.startsWith('{') ? JSON.parse(header) : {}, claims: claims?.startsWith('{') ? JSON.parse(claims) : {} }
}

const GUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const TIME = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g

/** Folds what differs from answer to answer, as the recordings do. */
export function normalised(value: unknown): unknown {
  const text = JSON.stringify(value).replaceAll(TENANT, '{tenant-id}').replaceAll(CLIENT, '{app-id}').replaceAll(GUID, '{guid}').replaceAll(TIME, '{timestamp}')
  return JSON.parse(text, (key, member) =>
    /^(ext_)?expires_in$/.test(key) && Number.isInteger(member) && member > 0 ? '{seconds}' : key === 'access_token' && /^eyJ/.test(member) ? '{jwt}' : member,
  )
}

/** What `/authorize` sent back to the application. */
export const sentBack = (answer: Answer): URLSearchParams => new URL(answer.headers.get('location') ?? 'about:blank').searchParams

/** Signs Mia in by the page and gives the code. */
export async function signIn({ post }: Tenancy, more: Record<string, string> = {}): Promise<URLSearchParams> {
  const answer = await post(`/${TENANT}/oauth2/v2.0/authorize`, {
    client_id: CLIENT,
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope: `openid profile offline_access ${ORG}/user_impersonation`,
    user: 'mia@rehearsal.onmicrosoft.com',
    decision: 'allow',
    ...more,
  })
  return sentBack(answer)
}
