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

/** An instant in RFC 3339; read as milliseconds since the epoch. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
