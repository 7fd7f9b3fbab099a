import { z } from 'zod'
import { duration } from '../../../mocks/core/schema.ts'
import { records } from '../crm/words.ts'
import { card, shown } from './card.ts'
import { accepted, refused, warned } from './configuration.ts'
import { created } from './created.ts'
import type { Judge } from './evidence.ts'
import { heard } from './heard.ts'
import { memorialized } from './memorialized.ts'
import { renewed } from './signed-in.ts'
import { silent } from './silent.ts'
import { failed, linked, lost, popped, said } from './told.ts'
import { untouched } from './untouched.ts'
import { withheld } from './withheld.ts'

const record = z.enum(records)
const text = z.string().min(1)

/** One kind of expectation: the shape of what it is given, and how it is judged. */
interface Kind<Args = unknown> {
  args: z.ZodType<Args>
  judge: Judge<Args>
}
const kind = <Args>(args: z.ZodType<Args>, judge: Judge<Args>): Kind => ({ args, judge }) as unknown as Kind

export const expectations: Readonly<Record<string, Kind>> = {
  silent: kind(z.strictObject({ until: text }), silent),
  memorialized: kind(
    z.strictObject({
      record,
      /** Only what is due for this agent's contact. */
      by: text.optional(),
      within: duration.optional(),
      /** CXone data fields by name, with the text that must arrive. */
      fields: z.record(z.string(), z.string()).default({}),
    }),
    memorialized,
  ),
  withheld: kind(z.strictObject({ record, fields: z.array(text).min(1) }), withheld),
  untouched: kind(z.strictObject({ record }), untouched),
  created: kind(z.strictObject({ record, count: z.int().nonnegative().default(1) }), created),
  card: kind(z.strictObject({ current: z.array(text).optional(), related: z.array(text).optional() }), card),
  /** Of a record on the card: every field that is shown, with its text. */
  shown: kind(z.strictObject({ record: text, fields: z.record(z.string(), z.string()) }), shown),
  linked: kind(z.strictObject({ record, count: z.int().nonnegative().default(1) }), linked),
  renewed: kind(z.strictObject({ times: z.int().nonnegative().default(1) }), renewed),
  failed: kind(z.strictObject({ record: record.optional(), status: z.int().optional(), message: text.optional() }), failed),
  /** Told without being a failure. */
  said: kind(z.strictObject({ message: text }), said),
  lost: kind(z.strictObject({ field: text, record: record.optional() }), lost),
  /** Of a call in a Webex flow: part of a text that was spoken. */
  heard: kind(z.strictObject({ text, count: z.int().nonnegative().optional() }), heard),
  popped: kind(z.strictObject({ record: record.optional(), count: z.int().nonnegative().default(1) }), popped),
  /** Of the configuration: an error, by the rule that it breaks and some of what is said of it. */
  refused: kind(z.strictObject({ rule: text.optional(), says: text.optional() }), refused),
  warned: kind(z.strictObject({ rule: text.optional(), says: text.optional() }), warned),
  accepted: kind(z.strictObject({}), accepted),
}
export const expectationNames: readonly string[] = Object.keys(expectations)
