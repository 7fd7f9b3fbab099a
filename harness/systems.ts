import { edge } from '../mocks/core/edge.ts'
import { type Listening, type ListenOptions, listen, type Served } from '../mocks/core/serve.ts'
import type { Worlds } from '../mocks/core/world.ts'
import type { Console } from './console/console.ts'

export interface Systems {
  console: string
  /** By mock: `http://localhost:4402`. */
  urls: Readonly<Record<string, string>>
  /** Of the workflow service, behind the last mock. */
  workflows: string
  close(): Promise<void>
}

/**
 * Every mock on a port of its own, the console before them and the workflow service behind, all or none: a port in use closes what was open already.
 * `port` is the console's, each mock has the one at its own distance; 0 takes free ones.
 */
export async function listenAll(worlds: Worlds, console: Console, workflows: Served, options: ListenOptions): Promise<Systems> {
  const open: Listening[] = []
  const close = async () => {
    console.close()
    await Promise.all(open.map((one) => one.close()))
  }
  const on = async (served: Served, distance: number) => {
    const one = await listen({ ...options, ...served, port: options.port === 0 ? 0 : options.port + distance })
    open.push(one)
    return one.url
  }
  try {
    const front = await on(console, 0)
    const urls: Record<string, string> = {}
    for (const mock of worlds.mocks) urls[mock.name] = await on({ edge: edge(mock, worlds) }, mock.order)
    for (const world of worlds.list()) for (const [mock, url] of Object.entries(urls)) world.origins[mock]?.push(url)
    const service = await on(workflows, Math.max(...worlds.mocks.map(({ order }) => order)) + 1)
    console.opened(front, urls)
    return { console: front, urls, workflows: service, close }
  } catch (error) {
    await close()
    throw error
  }
}
