/** An instant in whole seconds, as all these vendors write it: `2026-11-20T08:00:00Z`. */
export const stamp = bySecond((date) => `${date.toISOString().slice(0, 19)}Z`)

/** Is `2026-02-28` a day that there is? The parser itself takes 30 February for 2 March. */
export function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

/** As HTTP writes instants (RFC 9110, 5.6.7): `Fri, 20 Nov 2026 08:00:00 GMT`. */
export const httpDate = bySecond((date) => date.toUTCString())

/** The second that was written last is kept: within one request, and within one second, everybody asks for the same. */
export function bySecond(write: (date: Date) => string): (instant: number) => string {
  let last = Number.NaN
  let text = ''
  return (instant) => {
    const second = Math.floor(instant / 1000)
    if (second !== last) {
      text = write(new Date(second * 1000))
      last = second
    }
    return text
  }
}
