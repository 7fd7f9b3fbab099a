import type { EventData, EventType } from '../events.ts'
import type { Moment } from '../trace.ts'
import type { CentreSettings } from './settings.ts'

/** An event before it has an envelope. */
export type Telling = {
  [Type in EventType]: { type: Type; data: EventData[Type]; interaction: string; contact: string; agent?: string; endedby?: 'contact' | 'agent' }
}[EventType]

export type Happening = { tell: Telling } | { moment: Moment }

/** What a transition may use beside the contact's state: the instant, new ids, the settings. */
export interface Context {
  at: number
  newContact(): string
  newId(): string
  settings: CentreSettings
  /** What the Studio script ASSIGNs, by lower-case name (R032), as far as it reaches a contact of this media. */
  variables(media: 'voice' | 'digital', numbers: { ani: string; dnis: string; contact: string; skill: string }): Record<string, string>
}

/** An event tells some instants again and again: when its contact began, when it changed, now. */
const told = new Map<number, string>()
const MOST_TOLD = 1000

export function rfc3339(instant: number): string {
  const known = told.get(instant)
  if (known !== undefined) return known
  if (told.size >= MOST_TOLD) told.clear()
  const text = new Date(instant).toISOString()
  told.set(instant, text)
  return text
}
