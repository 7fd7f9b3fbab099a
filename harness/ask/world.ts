import { toResponse, unanswered } from '../../mocks/core/edge/fetch.ts'
import { headerOf } from '../../mocks/core/edge/head.ts'
import { type Incoming, NO_BYTES, type Outgoing } from '../../mocks/core/edge/wire.ts'
import { type Edge, edge } from '../../mocks/core/edge.ts'
import type { World, Worlds } from '../../mocks/core/world.ts'
import { type Ask, over, type Question, type Told } from '../ask.ts'

/** The plain way into one World, beside its `fetch`: the same edge, and the same answers. Hosts that are not the World's are for `fetch` to refuse. */
export function askWorld(worlds: Worlds, world: World, fetch: typeof globalThis.fetch): Ask {
  const elsewhere = over(fetch)
  const edges = new Map<string, Edge>(worlds.mocks.flatMap((mock) => (world.origins[mock.name] ?? []).map((origin) => [origin, edge(mock, worlds, world)])))
  const { clock } = world

  return (question, patience, own) => {
    const { origin, pathname, search } = new URL(question.url)
    const door = edges.get(origin)
    if (!door) return elsewhere(question, patience, own)
    return new Promise((resolve, reject) => {
      const cancel = clock.alarm(patience, () => resolve(undefined))
      const answered = (outgoing: Awaited<ReturnType<Edge['answer']>>) => {
        // Who is never answered waits until their patience is at its end.
        if (outgoing === 'silent') return
        cancel()
        resolve(typeof outgoing === 'string' ? unanswered(outgoing, NEVER) : told(outgoing))
      }
      const answer = door.answer(incoming(question, origin, pathname, search))
      if (answer instanceof Promise) answer.then(answered, reject)
      else answered(answer)
    })
  }
}

const NEVER = new AbortController().signal

function incoming({ method, headers, body }: Question, origin: string, pathname: string, search: string): Incoming {
  const read: Incoming['read'] = (limit) => {
    if (body === undefined) return NO_BYTES
    const bytes = Buffer.from(body)
    return bytes.length > limit ? 'too-large' : bytes
  }
  return { method, origin, pathname, search, headers: headers as Record<string, string>, read }
}

function told(outgoing: Outgoing): Told {
  const { status, headers, body, delivery } = outgoing
  return {
    status,
    header(name) {
      const value = headerOf(headers, name)
      return value === undefined ? null : typeof value === 'string' ? value : value.join(', ')
    },
    text: () => (delivery ? toResponse(outgoing, NEVER).text() : typeof body === 'string' ? body : body === undefined ? '' : new TextDecoder().decode(body)),
  }
}
