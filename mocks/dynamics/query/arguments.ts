import { guidOf } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { cannotQuery, refuseWith, tooFewArguments } from '../problems.ts'
import { natureOf } from './columns.ts'
import { instantIn } from './moments.ts'

type Plain = string | number | boolean | null

/** Conditions that compare with values of the column's own type. */
const TYPED = /^(Not)?(Equal|In|Between)$|^(Greater|Less)(Than|Equal)$/
const DATED = /^(Not)?On$|^OnOr(After|Before)$/
const COUNTED = /^(Last|Next|OlderThan)X|^In(Fiscal|Or)/
const TEXTUAL = /^(Not)?Like$|^(DoesNot)?(Contains?|BeginsWith|EndsWith|BeginWith|EndWith)(Values)?$/
const TWO = /Between$|PeriodAndYear$/

/**
 * Refuses a condition whose values are too few, or none of what it compares with: it would find nothing and not say why.
 * The text is recorded in public reports; the codes are the catalogue's, that they belong to it is inferred.
 */
export function requireArguments(name: string, table: Table, column: Column, values: readonly Plain[]): void {
  const expected = expectedBy(name, column)
  if (!expected) return
  if (values.length < (TWO.test(name) ? 2 : 1)) refuseWith(tooFewArguments(column.name, name))
  const wrong = values.find((value) => value !== null && !expected.fits(String(value)))
  if (wrong !== undefined) refuseWith(cannotQuery(String(wrong), table.name, column.name, expected.type))
}

interface Expected {
  type: string
  fits(text: string): boolean
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text))
const ANYTHING: Expected = { type: 'System.String', fits: () => true }
const COUNT: Expected = { type: 'System.Int32', fits: (text) => isNumber(text) && Number.isInteger(Number(text)) }
const DATE: Expected = { type: 'System.DateTime', fits: (text) => instantIn(text) !== undefined }

/** Undefined: a condition without values, such as `Today`, or one that nobody knows. */
function expectedBy(name: string, column: Column): Expected | undefined {
  if (COUNTED.test(name)) return COUNT
  if (DATED.test(name)) return DATE
  if (TEXTUAL.test(name)) return ANYTHING
  if (!TYPED.test(name)) return undefined
  switch (natureOf(column)) {
    case 'number':
      return { type: ['Decimal', 'Money', 'Double'].includes(column.type) ? 'System.Decimal' : 'System.Int32', fits: isNumber }
    case 'boolean':
      return { type: 'System.Boolean', fits: (text) => /^(true|false|0|1)$/i.test(text.trim()) }
    case 'guid':
      return { type: 'System.Guid', fits: (text) => guidOf(text) !== undefined }
    case 'instant':
    case 'day':
      return DATE
    default:
      return ANYTHING
  }
}
