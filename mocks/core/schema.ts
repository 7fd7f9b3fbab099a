import { z } from 'zod'
import { DURATION_FORM, parseDuration } from './duration.ts'

/** A duration in text, or a number of milliseconds; read as milliseconds. */
export const duration = z.union([z.number().nonnegative(), z.string()]).transform((value, context) => {
  const ms = typeof value === 'number' ? value : parseDuration(value)
  if (ms === undefined) {
    context.addIssue({ code: 'custom', message: `expected ${DURATION_FORM}` })
    return z.NEVER
  }
  return ms
})

/** The first and the last instant that four digits of a year can write: vendors' dates have no more. */
export const EARLIEST = Date.parse('0000-01-01T00:00:00Z')
export const LATEST = Date.parse('9999-12-31T23:59:59.999Z')

const WRITTEN = /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/

/**
 * An instant as somebody hands it over: RFC 3339, without seconds or a day alone (midnight UTC) too; a Date; milliseconds. undefined
 * where it is none, and for a time of day without a zone, which would be another instant on another machine.
 */
export function instantOf(value: string | number | Date): number | undefined {
  if (typeof value === 'string') {
    const [, day, time = 'T00:00', seconds = ':00', zone = 'Z'] = WRITTEN.exec(value.toUpperCase()) ?? []
    return instant.safeParse(day + time + seconds + zone).data
  }
  const at = Number(value)
  return at >= EARLIEST && at <= LATEST ? at : undefined
}

/** An instant in RFC 3339; read as milliseconds since the epoch. */
export const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((at) => at >= EARLIEST && at <= LATEST, 'expected a year from 0000 to 9999')

/**
 * Checks a list that no two in it have the same `member`: else one of them would silently stand for both. `folded`: as that member
 * is looked up. Says it of the second one.
 */
export const unlike =
  <K extends string, T extends { [key in K]?: string | undefined }>(member: K, folded = (text: string) => text) =>
  (list: readonly T[], context: z.RefinementCtx): void => {
    const known = new Map<string, number>()
    for (const [i, { [member]: text }] of list.entries()) {
      if (text === undefined) continue
      const before = known.get(folded(text))
      if (before === undefined) known.set(folded(text), i)
      else context.addIssue({ code: 'custom', path: [i, member], message: `expected another ${member} than that of number ${before + 1}, "${text}"` })
    }
  }

/** Thrown for a seed or a setting that fits its schema and still makes no World: one that names what is not there. Says which, and why. */
export class SeedError extends RangeError {
  override name = 'SeedError'
}
