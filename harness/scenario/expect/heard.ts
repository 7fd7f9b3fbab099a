import type { Evidence, Judge } from './evidence.ts'
import { short } from './evidence.ts'

/** What a flow spoke to its callers, in their order. */
const spoken = ({ trace }: Evidence): { at: number; text: string }[] =>
  trace.flatMap((entry) =>
    entry.kind === 'notice' && entry.notice.kind === 'flow' && entry.notice.did === 'spoke' ? [{ at: entry.at, text: entry.notice.text }] : [],
  )

/** The caller heard a text so often; without a count at least once, with 0 never. */
export const heard: Judge<{ text: string; count?: number | undefined }> = ({ text, count }, evidence) => {
  const all = spoken(evidence)
  const times = all.filter((one) => one.text.includes(text)).length
  if (count === undefined ? times > 0 : times === count) return []
  const often = count === undefined ? '' : count === 0 ? 'never ' : count === 1 ? 'once ' : `${count} times `
  const happened =
    times > 0 ? `it was heard ${times === 1 ? 'once' : `${times} times`}` : all.length === 0 ? 'nothing was said' : all.map((one) => short(one.text)).join(', ')
  return [{ at: evidence.until, expected: `${often}heard: ${short(text)}`, happened, exchanges: [] }]
}
