const UNITS: readonly [RegExp, number][] = [
  [/^min(ute)?s?$/, 60_000],
  [/^h(our)?s?$/, 3_600_000],
  [/^d(ay)?s?$/, 86_400_000],
  [/^w(eek)?s?$/, 7 * 86_400_000],
  [/^months?$/, 30 * 86_400_000],
  [/^y(ear)?s?$/, 365 * 86_400_000],
]

/** `4hours`, `30minutes`: that long before now, in ms; undefined when it is none. */
export function relativeStart(text: string, now: number): number | undefined {
  const [, amount, unit] = /^(\d{1,6})([a-z]+)$/i.exec(text) ?? []
  const found = unit && UNITS.find(([pattern]) => pattern.test(unit.toLowerCase()))
  return found ? now - Number(amount) * found[1] : undefined
}
