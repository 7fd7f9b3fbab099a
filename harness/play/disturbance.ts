import type { Clock } from '../../mocks/core/clock.ts'
import type { EventType, InteractionEvent } from '../events.ts'

/** What may go wrong between the contact centre and an integration, from a step of the scenario on. */
export interface Disturbance {
  what: 'lose' | 'delay' | 'repeat'
  /** Of these events only: `CallContactEvent`. */
  type?: string | undefined
  /** And of these, those whose data have this `finalState`. */
  finalState?: boolean | undefined
  /** So many of them; all when left out. */
  times?: number | undefined
  /** How much later a delayed one arrives, in ms; others overtake it. */
  by?: number | undefined
}

export interface Disturbed {
  /** Hands an event over, or does to it what a disturbance says. What arrives later is among `late`. */
  tell(event: InteractionEvent): void
  disturb(disturbance: Disturbance): void
  /** Nothing arrives for so long; then everything does, in its order. */
  interrupt(ms: number): void
  /** Settles when nothing is under way any more. */
  late(): Promise<unknown>
}

/** The way of events to the integration, with whatever disturbs it. */
export function disturbed(hand: (event: InteractionEvent) => void, clock: Pick<Clock, 'now' | 'sleep'>): Disturbed {
  const active: { disturbance: Disturbance; left: number }[] = []
  const under: Promise<void>[] = []
  let held: InteractionEvent[] | undefined
  /** The end of the last interruption: they may overlap. */
  let heldUntil = Number.NEGATIVE_INFINITY

  const fits = ({ type, finalState }: Disturbance, event: InteractionEvent) =>
    (type === undefined || event.type === fullName(type)) && (finalState === undefined || (event.data as { finalState?: boolean }).finalState === finalState)

  const pass = (event: InteractionEvent) => {
    if (held) held.push(event)
    else hand(event)
  }
  return {
    tell(event) {
      const one = active.find(({ disturbance, left }) => left > 0 && fits(disturbance, event))
      if (!one) return pass(event)
      one.left--
      const { what, by = 0 } = one.disturbance
      if (what === 'delay') under.push(clock.sleep(by).then(() => pass(event)))
      if (what !== 'repeat') return
      pass(event)
      pass(structuredClone(event))
    },
    disturb: (disturbance) => void active.push({ disturbance, left: disturbance.times ?? Number.POSITIVE_INFINITY }),
    interrupt(ms) {
      held ??= []
      heldUntil = Math.max(heldUntil, clock.now() + ms)
      under.push(
        clock.sleep(ms).then(() => {
          if (clock.now() < heldUntil) return
          const waiting = held ?? []
          held = undefined
          for (const event of waiting) hand(event)
        }),
      )
    },
    late: () => Promise.all(under),
  }
}

/** `CallContactEvent` as events name it. */
export const fullName = (type: string): EventType => `com.nice.cxone.${type}` as EventType
/** Types of events in the short form that scenarios use. */
export const shortNames = [
  'CallContactEvent',
  'VoiceMailContactEvent',
  'WorkItemContactEvent',
  'AgentState',
  'VoiceContact',
  'DigitalContactEvent',
  'CaseInboxAssigneeChanged',
  'CaseStatusChanged',
  'MessageAddedIntoCase',
  'MessageNoteCreated',
  'CustomEvent',
] as const
