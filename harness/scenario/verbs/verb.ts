import { z } from 'zod'
import type { Performed } from '../../contact-centre/centre.ts'
import type { Impossible } from '../../contact-centre/impossible.ts'
import type { Stage } from '../stage.ts'

/** One thing that somebody can do in a scenario. */
export interface Verb<Args = unknown> {
  args: z.ZodType<Args>
  /** For people: `Mia answers`. */
  says(args: Args): string
  run(args: Args, stage: Stage): Performed | Impossible | Promise<undefined> | undefined
}

export const verb = <Args>(definition: Verb<Args>): Verb => definition as Verb

export const name = z.string().min(1)
/** Whom it is about; needed only where the steps before leave it open. */
export const who = { agent: name.optional(), contact: name.optional() }
export const someone = (who: { agent?: string | undefined }): string => who.agent ?? 'The agent'
export const target = z.union([z.strictObject({ agent: name }), z.strictObject({ skill: name })])
