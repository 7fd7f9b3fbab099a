import { guidOf, stamp, type Value } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { badOption, cannotConvert, dateOutOfRange, notBase64, outOfRange, refuseWith, tooLong } from '../problems.ts'
import { edmTypeOf } from '../query/columns.ts'
import { instantIn } from '../query/moments.ts'
import type { Writing } from '../request.ts'

/** A value of a request's body in the form in which it is stored; refuses what does not convert, fit or exist. */
export function convert(sent: unknown, column: Column, table: Table, writing: Pick<Writing, 'remark'>): Value {
  if (sent === null || sent === undefined) return null
  switch (column.type) {
    case 'String':
    case 'Memo':
    case 'EntityName':
      return text(sent, column, table, writing)
    case 'Integer':
    case 'BigInt':
      return ranged(wholeNumber(sent, column, table), column, table)
    case 'Decimal':
    case 'Double':
    case 'Money':
      return rounded(ranged(number(sent, column, table), column, table), column)
    case 'Boolean':
    case 'ManagedProperty':
      return truth(sent, column, table)
    case 'Picklist':
    case 'State':
    case 'Status':
      return option(wholeNumber(sent, column, table), column, table)
    case 'DateTime':
      return date(sent, column, table)
    case 'Image':
      return typeof sent === 'string' && BASE64.test(sent.replace(/\s+/g, '')) ? sent : unfit(sent, column, table)
    case 'Uniqueidentifier':
      return (typeof sent === 'string' ? guidOf(sent) : undefined) ?? unfit(sent, column, table)
    default:
      return typeof sent === 'string' ? sent : unfit(sent, column, table)
  }
}

const unfit = (sent: unknown, column: Column, table: Table): never =>
  refuseWith(cannotConvert(table.set, typeof sent === 'object' ? JSON.stringify(sent) : String(sent), edmTypeOf(column)))

function text(sent: unknown, column: Column, table: Table, writing: Pick<Writing, 'remark'>): string | null {
  if (typeof sent !== 'string') return unfit(sent, column, table)
  if (column.max !== undefined && sent.length > column.max) {
    writing.remark({ kind: 'too-long', field: column.name, limit: column.max, unit: 'characters', sent: sent.length })
    return refuseWith(tooLong(column.name, table.name, column.max))
  }
  // What a file is in a column of text (documented).
  if (table.name === 'annotation' && column.name === 'documentbody' && !isBase64(sent)) return refuseWith(notBase64())
  // The platform stores an empty text as none.
  return sent === '' ? null : sent
}

/** As .NET reads it: blanks count for nothing, the padding must be there. */
function isBase64(sent: string): boolean {
  const text = /\s/.test(sent) ? sent.replace(/\s+/g, '') : sent
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}

const WHOLE = /^\s*[+-]?\d+\s*$/
const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i

// ODataLib reads a number or a Boolean out of text too (recorded).
function number(sent: unknown, column: Column, table: Table, form = DECIMAL): number {
  const value = typeof sent === 'string' && form.test(sent) ? Number(sent) : sent
  return typeof value === 'number' && Number.isFinite(value) ? value : unfit(sent, column, table)
}

const BASE64 = /^(?:[\w+/-]{4})*(?:[\w+/-]{2,3}=*)?$/

const INT32 = 2 ** 31

function wholeNumber(sent: unknown, column: Column, table: Table): number {
  const value = number(sent, column, table, WHOLE)
  const fits = column.type === 'BigInt' || (value >= -INT32 && value < INT32)
  return Number.isInteger(value) && fits ? value : unfit(sent, column, table)
}

function truth(sent: unknown, column: Column, table: Table): boolean {
  if (typeof sent === 'boolean') return sent
  if (typeof sent === 'string' && /^(true|false)$/i.test(sent)) return sent.toLowerCase() === 'true'
  return unfit(sent, column, table)
}

function ranged(value: number, column: Column, table: Table): number {
  const outside = (column.low !== undefined && value < column.low) || (column.high !== undefined && value > column.high)
  return outside ? refuseWith(outOfRange(column.name, table.name, column.type === 'Integer' || column.type === 'BigInt')) : value
}

const rounded = (value: number, { precision }: Column): number => (precision === undefined ? value : Number(value.toFixed(Math.min(precision, 10))))

function option(value: number, column: Column, table: Table): number {
  const { options } = column
  // A status or state that does not exist is answered by the state rules, in words of their own.
  if (!options || column.type !== 'Picklist' || options.some(([known]) => known === value)) return value
  return refuseWith(
    badOption(
      column.name,
      table.name,
      value,
      options.map(([known]) => known),
    ),
  )
}

const DATE = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/i

/** The calendar begins here (documented). */
const EARLIEST = Date.UTC(1753, 0, 1)

function date(sent: unknown, column: Column, table: Table): string {
  const parts = typeof sent === 'string' ? DATE.exec(sent.trim()) : null
  if (!parts) return unfit(sent, column, table)
  const [whole, day, time] = parts
  if (column.behavior === 'DateOnly' && time !== undefined) return unfit(sent, column, table)
  const at = instantIn(whole)
  if (at === undefined) return unfit(sent, column, table)
  if (at < EARLIEST) return refuseWith(dateOutOfRange())
  return column.behavior === 'DateOnly' ? (day as string) : stamp(at)
}
