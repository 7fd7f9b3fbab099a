import { encodable } from '../expressions/value.ts'
import type { Here } from '../here.ts'
import { pairsOf } from '../properties.ts'

/** Names and values of a property, with their expressions worked out. */
export function pairs(here: Here, property: string): [name: string, value: string][] {
  const given = pairsOf(here.activity, property) ?? here.fault(`${property} is no object of names and values.`)
  return given.map(([name, value]) => [name, here.render(value, `${property}.${name}`)])
}

/** The same as the part of a URL behind the question mark. */
export const queryOf = (here: Here, property: string): string =>
  pairs(here, property)
    .map((pair) => pair.map((text) => encodeURIComponent(encodable(text))).join('='))
    .join('&')
