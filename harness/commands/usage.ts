/** The user asked for something that cannot be: said without a stack trace, exit 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export const EXIT = { held: 0, findings: 1, usage: 2 } as const

/** For an option that may be given several times. */
export const several = <T>(value: T, before: T[] = []): T[] => [...before, value]

/** Reads an option as a whole number in a range, in words of that option. */
export const wholeNumber = (option: string, least: number, most: number) => (text: string) => {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new UsageError(`${option} takes a whole number from ${least} to ${most}, not "${text}".`)
}

/** Reads an option as an address on the web, in words of that option. */
export const webAddress = (option: string, example: string) => (text: string) => {
  if (/^https?:/i.test(text) && URL.canParse(text)) return text
  throw new UsageError(`${option} takes a URL such as ${example}, not "${text}".`)
}
