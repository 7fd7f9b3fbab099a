const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads `250ms`, `90s`, `5m`, `2h`, `3d` or a sum of them (`1h30m`) as milliseconds; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const compact = text.trim().replaceAll(/\s+/g, '')
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(compact)) return undefined
  let total = 0
  for (const [, amount, unit] of compact.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) total += Number(amount) * (UNITS[unit as string] as number)
  return total
}

/** What a duration looks like, for error messages. */
export const DURATION_FORM = 'a duration such as 90s, 5m, 2h or 3d'

/** Two units at most: `1 h 52 min`, `12.4 s`, `350 ms`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
