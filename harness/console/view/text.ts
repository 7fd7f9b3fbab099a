import { scrubData } from '../../report/scrub.ts'

/** What a value is cut to on a screen, in characters. */
const LONGEST = 2000

/** A value as a person reads it; secrets out. */
export function textOf(value: unknown): string {
  const safe = scrubData(value)
  if (safe === null || safe === undefined) return ''
  const text = typeof safe === 'string' ? safe : JSON.stringify(safe)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** What people call a record: the columns in which both CRMs keep it. */
export const displayOf = (row: Readonly<Record<string, string>>): string => row.fullname || row.subject || row.title || row.name || ''
