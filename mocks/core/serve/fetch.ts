import type { IncomingMessage, ServerResponse } from 'node:http'

/** A WHATWG handler, as hono has it. */
export interface Fetching {
  fetch(request: Request, env: unknown): Response | Promise<Response>
  /** What can be answered with plain JSON and needs no `Request`; undefined: ask `fetch`. */
  quick?(asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): object | undefined
}

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown

/**
 * A WHATWG handler as Node's own server calls it. What turns messages into WHATWG's is loaded by the first request that needs
 * it: with Node's classes behind it that is 5 MB, which a sandbox does without whose systems are used and whose console is not.
 */
export function fetchListener({ fetch, quick }: Fetching): Listener {
  let ready: Listener | undefined
  let loading: Promise<Listener> | undefined
  const load = async () => {
    const { getRequestListener } = await import('@hono/node-server')
    ready = getRequestListener(fetch as Parameters<typeof getRequestListener>[0], { overrideGlobalObjects: false }) as Listener
    return ready
  }
  return (request, response) => {
    const known = quick?.(request)
    if (known) return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(known))
    if (ready) return ready(request, response)
    loading ??= load()
    return loading.then(
      (listener) => listener(request, response),
      (error: Error) => response.destroy(error),
    )
  }
}
