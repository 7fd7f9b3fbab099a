import { z } from 'zod'

/** The scenario's own clock: `03:06` or `01:03:06`, read as ms from the scenario's start. */
export const offset = z
  .string()
  .regex(/^(\d{1,3}:)?\d{1,2}:[0-5]\d$/, 'expected a time from the start such as 03:06 (minutes and seconds) or 01:03:06')
  .transform((text) => text.split(':').reduce((total, part) => total * 60 + Number(part), 0) * 1000)

/** `03:06`, or `01:03:06` from an hour on. */
export function formatOffset(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return (parts[0] === 0 ? parts.slice(1) : parts).map((part) => String(part).padStart(2, '0')).join(':')
}
