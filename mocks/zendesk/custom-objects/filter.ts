import { listed, raise } from '../problems.ts'
import type { CustomRecord } from './records.ts'

export type Test = (record: CustomRecord) => boolean

const wrong = (title: string): never => raise(listed('InvalidFilter', 400, title))
/** Conditions inside each other, and in one filter; beyond that no sensible request goes. */
const DEEPEST = 10

type Compare = (is: string, wanted: string) => boolean
const number = (text: string): number => (text === '' ? Number.NaN : Number(text))
/** Numbers as numbers, dates and words as text. */
const order = (a: string, b: string): number => {
  const [x, y] = [number(a), number(b)]
  return Number.isNaN(x) || Number.isNaN(y) ? (a < b ? -1 : a > b ? 1 : 0) : x - y
}

const COMPARISONS: Record<string, Compare> = {
  $eq: (is, wanted) => is === wanted,
  $noteq: (is, wanted) => is !== wanted,
  $gt: (is, wanted) => is !== '' && order(is, wanted) > 0,
  $gte: (is, wanted) => is !== '' && order(is, wanted) >= 0,
  $lt: (is, wanted) => is !== '' && order(is, wanted) < 0,
  $lte: (is, wanted) => is !== '' && order(is, wanted) <= 0,
  $contains: (is, wanted) => is.includes(wanted),
  $notcontains: (is, wanted) => !is.includes(wanted),
}
const STANDARD = ['id', 'name', 'external_id', 'created_at', 'updated_at', 'created_by_user_id', 'updated_by_user_id'] as const

const text = (value: unknown): string => (value === null || value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value)).toLowerCase()

/** `{"$and": [...]}`, `{"$or": [...]}` or `{field: {"$operator": value}}`, nested; several members of one object are ANDed. */
export function readFilter(filter: unknown, fields: readonly string[], depth = 0): Test {
  if (depth > DEEPEST) return wrong('The filter is nested too deeply')
  if (filter === null || typeof filter !== 'object' || Array.isArray(filter)) return wrong('A filter must be an object')
  const tests = Object.entries(filter).map(([name, value]): Test => {
    if (name === '$and' || name === '$or') {
      if (!Array.isArray(value)) return wrong(`${name} takes a list of conditions`)
      const parts = value.map((part) => readFilter(part, fields, depth + 1))
      return name === '$and' ? (record) => parts.every((part) => part(record)) : (record) => parts.some((part) => part(record))
    }
    return condition(name, value, fields)
  })
  return (record) => tests.every((test) => test(record))
}

function condition(name: string, sent: unknown, fields: readonly string[]): Test {
  const key = name.startsWith('custom_object_fields.') ? name.slice('custom_object_fields.'.length) : undefined
  if (key === undefined ? !STANDARD.some((one) => one === name) : !fields.includes(key)) return wrong(`${name} is not a field that can be filtered by`)
  const read = (record: CustomRecord): string => text(key === undefined ? record[name as (typeof STANDARD)[number]] : record.values[key])
  const parts = sent !== null && typeof sent === 'object' ? Object.entries(sent) : [['$eq', sent] as const]
  const tests = parts.map(([operator, wanted]): Test => {
    const compare =
      (Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined) ??
      wrong(`${operator} is not an operator; these are: ${Object.keys(COMPARISONS).join(', ')}`)
    const list = Array.isArray(wanted) ? wanted.map(text) : [text(wanted)]
    return (record) => (operator.startsWith('$not') ? list.every((one) => compare(read(record), one)) : list.some((one) => compare(read(record), one)))
  })
  return (record) => tests.every((test) => test(record))
}
