import type { Arrangement } from '../arrangement.ts'
import { type AskedState, arranged, type State, type System } from '../state.ts'
import { contactCentreStates } from './contact-centre.ts'
import { dynamicsStates } from './dynamics.ts'
import { entraStates } from './entra.ts'
import { zendeskStates } from './zendesk.ts'

/** Every provider state there is, by the system that it is about. */
export const states: Readonly<Record<System, readonly State[]>> = {
  entra: entraStates,
  dynamics: dynamicsStates,
  zendesk: zendeskStates,
  'contact-centre': contactCentreStates,
}

/** What a state puts in place. Throws a StateError. */
export const arrangementOf = (system: System, asked: AskedState): Arrangement => arranged(system, states[system], asked)
