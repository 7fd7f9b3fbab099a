import type { Crm } from '../scenario/crm/words.ts'

/** What a page asks of a desk. */
export type DeskCommand =
  /**
   * A verb of the scenarios with its arguments (docs/scenarios.md), for the contact with that id where the verb is about one:
   * `{ do: 'agent.answers', contact: '1234', args: { agent: 'Mia' } }`. `world.expiresTokens` and `world.disablesSystemUser` are among them.
   */
  | { do: `contact.${string}` | `agent.${string}` | `world.${string}`; contact?: string; args?: Record<string, unknown> }
  /** Someone to call or chat with whom the CRM does not know. */
  | { do: 'cast.adds'; name: string; phone?: string; email?: string }
  /** Jumps to the next thing that falls due. */
  | { do: 'time.steps' }
  /** Begins anew with this CRM. */
  | { do: 'crm.chooses'; crm: Crm }
  | { do: 'fault.switches'; name: string; on: boolean }
  /** The World becomes the scenario's; `scenario.leaves` gives it back as it was. */
  | { do: 'scenario.chooses'; id: string; crm?: Crm }
  /** Does the next step; `jump`: the clock moves to the step's own time first (default true). */
  | { do: 'scenario.next'; jump?: boolean }
  /** Plays on at the scenario's times, as fast as the clock goes. */
  | { do: 'scenario.runs' }
  | { do: 'scenario.pauses' }
  | { do: 'scenario.restarts' }
  | { do: 'scenario.leaves' }
  /** Forgets interactions, findings and the draft; the CRM stays as it is. `POST /_sim/reset` takes the CRM back too. */
  | { do: 'desk.clears' }

export type DesksCommand = {
  /** `opens` makes Worlds of these names; `closes` removes them. */
  do: 'opens' | 'resets' | 'advances' | 'pauses' | 'plays' | 'closes'
  /** Names, or all. */
  worlds: string[] | 'all'
  /** `5m`, with `advances`. */
  by?: string
  /** With `plays`: simulated seconds per second. */
  scale?: number
}
