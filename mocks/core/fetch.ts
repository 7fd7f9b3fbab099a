import { type Edge, edge } from './edge.ts'
import type { World, Worlds } from './world.ts'

/** `fetch` for one World, in-process: the vendors' own host names answer, every other host is refused. */
export function worldFetch(worlds: Worlds, world: World): typeof fetch {
  const edges = new Map<string, Edge>(worlds.mocks.map((mock) => [mock.name, edge(mock, worlds, world)]))
  return async (input, init) => {
    // `null` is none, whatever the request has (fetch standard).
    const signal = init?.signal === undefined && input instanceof Request ? input.signal : init?.signal
    signal?.throwIfAborted()
    const request = new Request(input, init)
    const { origin } = new URL(request.url)
    const name = world.systemAt(origin)
    if (name === undefined) {
      const known = Object.values(world.origins).flat().join(', ')
      throw new TypeError('fetch failed', { cause: new Error(`getaddrinfo ENOTFOUND ${origin}: this World answers ${known}`) })
    }
    const answer = (edges.get(name) as Edge).fetch(request)
    return signal ? unlessAborted(answer, signal) : answer
  }
}

/** A client that gives up hears so at once; what it asked for goes on, as it would on a server. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    const over = () => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort, { once: true })
    work.then(
      (value) => {
        over()
        resolve(value)
      },
      (error) => {
        over()
        reject(error)
      },
    )
  })
}
