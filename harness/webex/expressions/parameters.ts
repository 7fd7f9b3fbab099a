import { didYouMean } from '../../../mocks/core/nearest.ts'

/** What filters take, by name and in this order (source: Pebble, documented); the others take nothing. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  abbreviate: ['length'],
  date: ['format', 'existingFormat', 'timeZone'],
  default: ['default'],
  join: ['separator'],
  replace: ['replace_pairs'],
  slice: ['fromIndex', 'toIndex'],
  split: ['delimiter', 'limit'],
}
/** As many numbers as there are. */
const ANY_NUMBER: readonly string[] = ['max', 'min']

/** Why a filter or function does not take these arguments, if it does not: an argument that is passed over would be a time zone that is not used. */
export function misgiven(name: string, { plain, named }: { plain: readonly unknown[]; named: Readonly<Record<string, unknown>> }): string | undefined {
  const known = (Object.hasOwn(PARAMETERS, name) && PARAMETERS[name]) || []
  const takes = known.length === 0 ? '' : ` It takes ${known.join(', ')}.`
  const unknown = Object.keys(named).find((one) => !known.includes(one))
  if (unknown !== undefined) return `${name} has no argument "${unknown}".${didYouMean(unknown, known) || takes}`
  if (ANY_NUMBER.includes(name) || plain.length <= known.length) return undefined
  return known.length === 0
    ? `${name} takes no arguments.`
    : `${name} takes ${known.length === 1 ? 'one argument' : `${known.length} arguments`}, and has ${plain.length}.`
}
