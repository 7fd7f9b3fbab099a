import { hostTimer } from '../../mocks/core/clock.ts'
import type { World } from '../../mocks/core/world.ts'
import type { WebexConfiguration } from './configuration.ts'

/** A server that nobody rehearses is given so long, in the host's time; the World's clock stands still meanwhile. */
const PATIENCE = 10_000

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined)

/**
 * `fetch` that also reaches the servers which connectors name and no stand-in answers for: a ServiceNow, a service of one's
 * own. Every other host stays refused.
 */
export function reachingOut(
  fetch: typeof globalThis.fetch,
  { connectors }: Pick<WebexConfiguration, 'connectors'>,
  world: Pick<World, 'origins' | 'clock'>,
): typeof globalThis.fetch {
  const inside = new Set(Object.values(world.origins).flat().map(originOf))
  const outside = new Set(
    connectors
      .flatMap(({ baseUrl, authentication }) => [baseUrl, ...(authentication.type === 'OAuth 2.0' ? [authentication.tokenUrl] : [])])
      .map(originOf)
      .filter((origin) => origin !== undefined && !inside.has(origin)),
  )
  if (outside.size === 0) return fetch
  return (input, init) => {
    const request = new Request(input, init)
    return outside.has(new URL(request.url).origin) ? world.clock.during(ask(request)) : fetch(request)
  }
}

/** The answer, read to its end: nothing of it may come in while the World's clock runs. */
async function ask(request: Request): Promise<Response> {
  const late = new AbortController()
  const calm = hostTimer(PATIENCE, () => late.abort(new Error(`${new URL(request.url).origin} did not answer within ${PATIENCE / 1000} s`)))
  try {
    const answer = await globalThis.fetch(request, { signal: AbortSignal.any([request.signal, late.signal]) })
    const body = await answer.arrayBuffer()
    return new Response(body.byteLength === 0 ? null : body, { status: answer.status, headers: answer.headers })
  } finally {
    calm()
  }
}
