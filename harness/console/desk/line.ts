import { worldFetch } from '../../../mocks/core/fetch.ts'
import type { Exchange } from '../../../mocks/core/journal.ts'
import type { World, Worlds } from '../../../mocks/core/world.ts'
import { scrubUrl } from '../../report/scrub.ts'
import type { DeskView } from '../protocol.ts'
import { shadow } from './shadow.ts'

type UnderWay = DeskView['underWay'][number]

/** The desk's own way to the CRM: what its integration asks, while it waits and when it is answered. */
export interface Line {
  fetch: typeof fetch
  underWay(): UnderWay[]
}

/** `heard` is told of each exchange of this line, which is in the World's journal like any other. */
export function createLine(worlds: Worlds, world: World, heard: (exchange: Exchange) => void, changed: () => void): Line {
  const { journal } = world
  const mine: World['journal'] = {
    ...journal,
    close(exchange) {
      journal.close(exchange)
      heard(exchange)
    },
  }
  const answer = worldFetch(worlds, shadow(world, { journal: mine }))
  const open = new Set<UnderWay>()

  return {
    async fetch(input, init) {
      const request = new Request(input, init)
      const one: UnderWay = { url: scrubUrl(request.url), method: request.method, since: world.clock.now(), lane: laneOf(request.url, world) }
      open.add(one)
      changed()
      try {
        return await answer(request)
      } finally {
        open.delete(one)
        changed()
      }
    },
    underWay: () => [...open],
  }
}

/** Dynamics' identity provider is a system of its own, Zendesk's is a path. */
function laneOf(url: string, world: World): UnderWay['lane'] {
  const { origin, pathname } = new URL(url)
  return world.origins.entra?.includes(origin) || pathname.startsWith('/oauth/tokens') ? 'identity' : 'crm'
}
