import { agentVerbs } from './agent.ts'
import { cardVerbs } from './card.ts'
import { contactVerbs } from './contact.ts'
import type { Verb } from './verb.ts'
import { worldVerbs } from './world.ts'

/** Everything that a step can be. */
export const verbs: Readonly<Record<string, Verb>> = { ...contactVerbs, ...agentVerbs, ...cardVerbs, ...worldVerbs }
export const verbNames: readonly string[] = Object.keys(verbs)
