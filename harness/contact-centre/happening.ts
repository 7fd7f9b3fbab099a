import type { EventData, EventType } from '../events.ts'
import type { Moment } from '../trace.ts'
import type { Agent } from './people.ts'
import type { CentreSettings } from './settings.ts'

/** An event before it has an envelope. */
export type Telling = {
  [Type in EventType]: {
    type: Type
    data: EventData[Type]
    interaction: string
    contact: string
    agent?: string | undefined
    endedby?: 'contact' | 'agent' | undefined
  }
}[EventType]

export type Happening = { tell: Telling } | { moment: Moment }

/** An event about a contact's leg; `endedby` where it is one that ends the contact. */
export function tell<Type extends EventType>(
  { interaction, contact, agent }: { interaction: string; contact: string; agent?: Agent | undefined },
  type: Type,
  data: EventData[Type],
  endedby?: 'contact' | 'agent',
): Happening {
  return { tell: { type, data, interaction, contact, agent: agent?.id, endedby } as Telling }
}

/** What a transition may use beside the contact's state: the instant, new ids, the settings. */
export interface Context {
  at: number
  newContact(): string
  newId(): string
  settings: CentreSettings
  /** What the Studio script ASSIGNs, by lower-case name (R032), as far as it reaches a contact of this media. */
  variables(media: 'voice' | 'digital', numbers: { ani: string; dnis: string; contact: string; skill: string }): Record<string, string>
}
