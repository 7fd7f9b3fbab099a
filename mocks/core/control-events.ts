import { hostTimer } from './clock.ts'
import { answeredSince } from './control-journal.ts'
import type { World } from './world.ts'

export interface ControlEvent {
  /** The last two are the console's. */
  event: 'exchange' | 'clock' | 'faults' | 'reset' | 'restored' | 'desk' | 'desks'
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
  /** Server-sent events of a World: exchanges after `since`, then live ones. */
  open(world: World, since: number | undefined): Response
  /** Ends all streams, or those of one World. */
  close(world?: World): void
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
            send: ({ event, id, data }: ControlEvent) => write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
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
          if (since !== undefined)
            for (const missed of answeredSince(world.journal.all(), since)) stream.send({ event: 'exchange', id: missed.id, data: missed })
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
