import { hostNow, hostTimer } from '../clock.ts'
import type { Exchange } from '../journal.ts'
import type { World } from '../world.ts'
import { answeredSince } from './journal.ts'
import { faultShown } from './shown.ts'

export interface ControlEvent {
  /** The last two are the console's. */
  event: 'exchange' | 'missed' | 'clock' | 'faults' | 'reset' | 'restored' | 'desk' | 'desks'
  /** Of an exchange. */
  id?: number
  data: unknown
}

/** A comment now and then keeps proxies from closing a quiet stream. Host time: it is the wire's matter, not the World's. */
const HEARTBEAT = 15_000
/** A reader that is so many chunks behind is let go; it comes back with Last-Event-ID. */
const MOST_BEHIND = 1000

export interface EventStreams {
  publish(world: World, event: ControlEvent): void
  /** Whether anybody reads the events of this World. */
  watched(world: World): boolean
  /** Server-sent events of a World: exchanges after `since`, an id of an exchange as this stream or the journal spells it; faults and clock as they are; then live ones. */
  open(world: World, since: string | undefined): Response
  /** Ends all streams, or those of one World. */
  close(world?: World): void
}

/**
 * Ids of exchanges begin at 1 in every World and after every start of the process. An event's id also says of which of these
 * it is: 12@m3k0x1, so that who comes back with one from before is not taken for somebody who has seen the twelfth of now.
 */
const lives = new WeakMap<World, string>()
let worldsSeen = 0
function lifeOf(world: World): string {
  const life = lives.get(world) ?? `${hostNow().toString(36)}${(worldsSeen++).toString(36)}`
  lives.set(world, life)
  return life
}

/** What somebody who comes back has not seen; `gap`: why there may be more that nobody can bring any more. */
function missedSince(world: World, since: string): { exchanges: readonly Exchange[]; gap?: string } {
  const { journal } = world
  const [, digits = '', life] = /^(\d{1,15})(?:@(\w+))?$/.exec(since) ?? []
  if (digits === '' || (life !== undefined && life !== lifeOf(world)) || Number(digits) > journal.last())
    return { exchanges: journal.all(), gap: 'it is no id of this World since it began: here is all that its journal has' }
  const id = Number(digits)
  const exchanges = answeredSince(journal.all(), id)
  return id === 0 || journal.get(id) ? { exchanges } : { exchanges, gap: 'the journal has forgotten it, and what came soon after it may be forgotten too' }
}

export function createEventStreams(): EventStreams {
  const streams = new Set<{ world: World; send(event: ControlEvent): void; end(): void }>()
  const encoder = new TextEncoder()

  return {
    publish(world, event) {
      for (const stream of streams) if (stream.world === world) stream.send(event)
    },
    watched: (world) => [...streams].some((stream) => stream.world === world),
    open(world, since) {
      let leave = () => {}
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          let beat = () => {}
          const write = (text: string) => {
            if ((controller.desiredSize ?? 0) < -MOST_BEHIND) return stream.end()
            controller.enqueue(encoder.encode(text))
            beat()
            beat = hostTimer(HEARTBEAT, () => write(': still here\n\n'))
          }
          const stream = {
            world,
            send: ({ event, id, data }: ControlEvent) =>
              write(`${id === undefined ? '' : `id: ${id}@${lifeOf(world)}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
            end() {
              leave()
              controller.close()
            },
          }
          const unwatch = world.journal.watch((exchange) => stream.send({ event: 'exchange', id: exchange.id, data: exchange }))
          leave = () => {
            beat()
            unwatch()
            streams.delete(stream)
          }
          streams.add(stream)
          write('retry: 1000\n\n')
          if (since !== undefined) {
            const { exchanges, gap } = missedSince(world, since)
            if (gap !== undefined) stream.send({ event: 'missed', data: { since, because: gap } })
            for (const exchange of exchanges) stream.send({ event: 'exchange', id: exchange.id, data: exchange })
          }
          // What changes and is no exchange is told as it is now, to who comes back as to who is new.
          stream.send({ event: 'faults', data: world.faults.list().map(faultShown) })
          stream.send({ event: 'clock', data: world.clock.state() })
        },
        cancel: () => leave(),
      })
      return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } })
    },
    close(world) {
      for (const stream of streams) if (world === undefined || stream.world === world) stream.end()
    },
  }
}
