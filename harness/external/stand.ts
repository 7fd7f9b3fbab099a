import { NOTHING_SHARED } from '../../mocks/core/edge/head.ts'
import { edge } from '../../mocks/core/edge.ts'
import type { Mock } from '../../mocks/core/mock.ts'
import { type Listening, listen, type Served } from '../../mocks/core/serve.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import type { Notice } from '../integration.ts'
import type { Place } from './external.ts'
import { readNotices } from './notices.ts'

/** What plays on the stand now. */
export interface OnStage extends Place {
  configuration: CrmConfiguration
  report(notice: Notice): void
}

/** The stand-ins on sockets that stay the same for a whole run, whatever World a play brings along. */
export interface Stand {
  /** The rehearsal's own: `GET /` says what is played, `POST /notices` takes what the integration has to say. */
  url: string
  /** By mock: `http://localhost:4402`. */
  urls: Readonly<Record<string, string>>
  enter(stage: OnStage): void
  leave(): void
  /** Exchanges under way, and how many there have been. */
  traffic(): { open: number; total: number }
  close(): Promise<void>
}

const nothing = { error: 'Nothing is played at the moment.' }

/** `port` is the rehearsal's own and each mock has the one at its own distance, as with `rehearsal up`; 0 takes free ones. Throws PortInUse. */
export async function openStand(mocks: readonly Mock[], port = 0): Promise<Stand> {
  let stage: OnStage | undefined
  let open = 0
  let total = 0
  const listening: Listening[] = []
  const close = async () => void (await Promise.all(listening.map((one) => one.close())))
  const on = async (served: Served, distance: number) => {
    const one = await listen({ port: port === 0 ? 0 : port + distance, ...served })
    listening.push(one)
    return one.url
  }
  const vendor = (mock: Mock): Served => ({
    edge: {
      async answer(incoming) {
        if (!stage) return { status: 503, headers: { shared: NOTHING_SHARED, own: { 'content-type': 'application/json' } }, body: JSON.stringify(nothing) }
        open++
        total++
        try {
          return await edge(mock, stage.worlds).answer(incoming)
        } finally {
          open--
        }
      },
    },
  })

  const urls: Record<string, string> = {}
  const front = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (!stage) return Response.json(nothing, { status: 503 })
    if (request.method === 'GET' && pathname === '/') {
      const { scenario, crm, configuration } = stage
      return Response.json({ scenario, crm, urls, now: new Date(stage.world.clock.now()).toISOString(), configuration })
    }
    if (request.method === 'POST' && pathname === '/notices') {
      const read = readNotices(await request.text())
      if (typeof read === 'string') return Response.json({ error: read }, { status: 400 })
      for (const notice of read) stage.report(notice)
      return new Response(null, { status: 204 })
    }
    return Response.json({ error: `There is no ${request.method} ${pathname} here: GET / says what is played, POST /notices takes notices.` }, { status: 404 })
  }

  try {
    const url = await on({ fetch: front }, 0)
    for (const mock of mocks) urls[mock.name] = await on(vendor(mock), mock.order)
    return {
      url,
      urls,
      enter(next) {
        stage = next
        for (const [mock, at] of Object.entries(urls)) {
          const origins = next.world.origins[mock]
          if (origins && !origins.includes(at)) origins.push(at)
        }
      },
      leave() {
        stage = undefined
      },
      traffic: () => ({ open, total }),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
