import type { Clock } from '../../mocks/core/clock.ts'
import type { InteractionEvent } from '../events.ts'
import type { Integration } from '../integration.ts'

/** Delivery that promises "at least once" and keeps its word: every event comes twice. */
export const twice = ({ deliver }: Pick<Integration, 'deliver'>): Pick<Integration, 'deliver'> => ({
  async deliver(event) {
    await deliver(event)
    await deliver(structuredClone(event))
  },
})

export interface Delivery {
  deliver(event: InteractionEvent): void
  /** Resolves when every event was dealt with, or when `patience` ms have gone by; answers those that never were. */
  settle(patience: number): Promise<InteractionEvent[]>
}

/** Hands events to the integration: those of one interaction one after another, all interactions at once, and the contact centre waits for none. */
export function createDelivery(
  integration: Pick<Integration, 'deliver'>,
  clock: Pick<Clock, 'sleep'>,
  done: (event: InteractionEvent, error?: string) => void,
): Delivery {
  const queues = new Map<string, Promise<void>>()
  const open = new Set<InteractionEvent>()

  return {
    deliver(event) {
      open.add(event)
      const before = queues.get(event.subject) ?? Promise.resolve()
      const now = before
        .then(() => integration.deliver(event))
        .then(
          () => done(event),
          (error: unknown) => done(event, inWords(error)),
        )
        .finally(() => open.delete(event))
      queues.set(event.subject, now)
    },
    async settle(patience) {
      const giveUp = new AbortController()
      const tired = clock.sleep(patience, giveUp.signal).catch(() => {})
      while (open.size > 0) {
        const all = Promise.all(queues.values()).then(() => 'all' as const)
        if ((await Promise.race([all, tired])) !== 'all') break
      }
      giveUp.abort()
      return [...open]
    },
  }
}

/** With its cause, for what `fetch` says is `fetch failed`. */
const inWords = (error: unknown): string =>
  error instanceof Error ? [error.message, ...(error.cause instanceof Error ? [error.cause.message] : [])].join(': ') : String(error)

/**
 * Lets an integration finish: every event dealt with, then what it goes on with by itself, then the events that this made.
 * `stuck` is why it could not go on, where it says so.
 */
export async function comeToRest(
  delivery: Pick<Delivery, 'settle'>,
  integration: Pick<Integration, 'rest'>,
  patience: number,
): Promise<{ abandoned: InteractionEvent[]; stuck?: string }> {
  const abandoned = await delivery.settle(patience)
  for (let round = 0; integration.rest && round < 2; round++) {
    try {
      await integration.rest()
    } catch (error) {
      return { abandoned, stuck: error instanceof Error ? error.message : String(error) }
    }
    abandoned.push(...(await delivery.settle(patience)))
  }
  return { abandoned }
}
