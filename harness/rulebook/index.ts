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
