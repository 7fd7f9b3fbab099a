import { didYouMean } from '../../mocks/core/nearest.ts'
import { ambiguityRows } from './ambiguities.ts'
import { configurationRows } from './configuration.ts'
import { dynamicDataRows } from './dynamic-data.ts'
import { memorializationRows } from './memorialization.ts'
import type { Row } from './row.ts'
import { webexRows } from './webex.ts'
import { workflowRows } from './workflows.ts'

/** Every published rule and every ambiguity, in the order of their numbers, with where it is kept. */
export const rulebook: readonly Row[] = [...configurationRows, ...memorializationRows, ...dynamicDataRows, ...workflowRows, ...webexRows, ...ambiguityRows]

/** `R24`, `r024` and `a12` as they stand in the book; undefined when that is no id at all. */
export function canonicalId(text: string): string | undefined {
  const [, letter, number] = /^([ra])0*(\d{1,3})$/i.exec(text.trim()) ?? []
  if (!letter || !number) return undefined
  return letter.toUpperCase() === 'R' ? `R${number.padStart(3, '0')}` : `A${number}`
}

export const rowOf = (id: string): Row | undefined => rulebook.find((row) => row.id === canonicalId(id))

/** That the book has no such rule, with the nearest one: beyond the table by number, otherwise by spelling. */
export function noSuchRule(id: string): string {
  const [, letter = '', number] = /^([ra])(\d+)$/i.exec(id.trim()) ?? []
  const ids = rulebook.map((row) => row.id)
  const away = (one: string) => Math.abs(Number(one.slice(1)) - Number(number))
  const [near] = ids.filter((one) => one.startsWith(letter.toUpperCase())).sort((a, b) => away(a) - away(b))
  return `There is no rule "${id}".${number === undefined ? didYouMean(id, ids) : ` Did you mean "${near}"?`}`
}

/** What there is, for who asked for something else. */
export const knownRules = 'Rules are R001 to R082, ambiguities A1 to A12; "rehearsal rules" lists them all.'
