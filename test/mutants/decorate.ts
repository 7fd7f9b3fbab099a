import type { InteractionEvent } from '../../harness/events.ts'
import type { Environment, Integration, Notice } from '../../harness/integration.ts'

/** The default integration with one fault of character. Each decorator keeps its own state, so a mutant is made anew for each play. */
export type Mutation = (integration: Integration) => Integration

export type Request = Omit<RequestInit, 'headers'> & { headers: Record<string, string> }
export type Send = (url: string, init: Request) => Promise<Response>

/** Puts itself between the integration and the network. */
export const onTheWire =
  (make: (send: Send, clock: Environment['clock']) => Send): Mutation =>
  (integration) => ({
    ...integration,
    start: (env) => {
      const plain: Send = (url, init) => env.fetch(url, init)
      const mutant = make(plain, env.clock)
      const fetch: typeof env.fetch = async (input, init) => mutant(String(input), { ...init, headers: Object.fromEntries(new Headers(init?.headers)) })
      return integration.start({ ...env, fetch })
    },
  })

/** Tells the integration other events than those that happened; `[]` keeps one from it. */
export const onEvents =
  (change: (event: InteractionEvent) => InteractionEvent[]): Mutation =>
  (integration) => ({
    ...integration,
    deliver: async (event) => {
      for (const one of change(event)) await integration.deliver(one)
    },
  })

/** Keeps notices of these kinds to itself. */
export const silentAbout =
  (...kinds: Notice['kind'][]): Mutation =>
  (integration) => ({
    ...integration,
    start: (env) => integration.start({ ...env, report: (notice) => (kinds.includes(notice.kind) ? undefined : env.report(notice)) }),
  })

export const both =
  (first: Mutation, second: Mutation): Mutation =>
  (integration) =>
    second(first(integration))

/** The update of a record, as both CRMs know it; not a sign-in. */
export const isUpdate = (init: Pick<Request, 'method'>): boolean => init.method === 'PATCH' || init.method === 'PUT'
export const isSignIn = (url: string): boolean => /\/oauth2?\//.test(url)
export const isCreate = (url: string, init: Pick<Request, 'method'>): boolean => init.method === 'POST' && !isSignIn(url)
export const isSearch = (url: string, init: Pick<Request, 'method'>): boolean => (init.method ?? 'GET') === 'GET' && /search|\$filter/.test(url)

/** A JSON body with a change. Zendesk nests the record's fields under its type. */
export function rewritten(init: Request, change: (fields: Record<string, unknown>) => Record<string, unknown>): Request {
  const body = JSON.parse(String(init.body)) as Record<string, unknown>
  const [root] = Object.keys(body)
  const nested = root !== undefined && ['user', 'ticket'].includes(root) ? (body[root] as Record<string, unknown>) : undefined
  return { ...init, body: JSON.stringify(nested && root ? { [root]: change(nested) } : change(body)) }
}
