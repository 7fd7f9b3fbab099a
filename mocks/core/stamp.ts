/** The second that was written last: within one request, and within one second, everybody asks for the same. */
const written = { second: Number.NaN, text: '' }

/** An instant in whole seconds, as all these vendors write it: `2026-11-20T08:00:00Z`. */
export function stamp(instant: number): string {
  const second = Math.floor(instant / 1000)
  if (second !== written.second) Object.assign(written, { second, text: `${new Date(second * 1000).toISOString().slice(0, 19)}Z` })
  return written.text
}
