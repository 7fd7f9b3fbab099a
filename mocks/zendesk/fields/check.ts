import { runInNewContext } from 'node:vm'
import { readStamp } from '../time.ts'
import type { Field } from './fields.ts'

/**
 * Host time, in ms: a customer's own pattern may be one that never ends, such as `^(a+)+$`. On a busy machine the time may be over before any
 * pattern got its turn, so one that ends has several.
 */
const MOST_MS = 20
const TURNS = 3

/** A value as it is kept, or why it is none of this field's. */
export type Checked = { value: unknown } | { wrong: string }

const DATE = /^\d{4}-\d{2}-\d{2}/
const wrong = (field: Field, what: string): Checked => ({ wrong: `${field.title}: ${what}` })

/** Values by the field's type; text is checked for its length by the caller, who knows the setting. */
export function checkValue(field: Field, value: unknown): Checked {
  if (value === null || value === undefined || value === '') return { value: null }
  const text = String(value)
  switch (field.type) {
    case 'checkbox':
      return { value: value === true || text === 'true' || text === '1' }
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? { value: text } : wrong(field, 'is not a number')
    case 'decimal':
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? { value: text } : wrong(field, 'is not a number')
    case 'date':
      return DATE.test(text) && readStamp(text) !== undefined ? { value: text.slice(0, 10) } : wrong(field, 'is not a valid date')
    case 'tagger':
    case 'dropdown':
      return field.options.some((option) => option.value === text) ? { value: text } : wrong(field, `${text} is not a valid option`)
    case 'multiselect': {
      const values = Array.isArray(value) ? value.map(String) : text.split(/\s+/)
      const unknown = values.find((one) => !field.options.some((option) => option.value === one))
      return unknown === undefined ? { value: values } : wrong(field, `${unknown} is not a valid option`)
    }
    case 'regexp':
      return matches(field.regexp_for_validation, text) ? { value: text } : wrong(field, 'is not properly formatted')
    case 'partialcreditcard':
      return /^[\dX -]*\d{4}$/.test(text) ? { value: lastFour(text) } : wrong(field, 'is not a number')
    case 'lookup':
      return /^\d+$/.test(text) ? { value: text } : wrong(field, 'is not a record')
    default:
      return { value: typeof value === 'object' ? JSON.stringify(value) : text }
  }
}

/** Of a credit card no more is kept than its last four digits (documented, support.zendesk.com 4408842751002); what stands for the others is inferred. */
const lastFour = (number: string): string => number.replaceAll(/[ -]/g, '').replaceAll(/\d(?=\d{4})/g, 'X')

/** A pattern that is none of JavaScript's lets everything through, as do one that comes to no end and a text too long to try a pattern on. */
function matches(pattern: string | null, text: string): boolean {
  if (pattern === null || text.length > 1000) return true
  for (let turn = 0; turn < TURNS; turn++) {
    try {
      return runInNewContext('new RegExp(pattern).test(text)', { pattern, text }, { timeout: MOST_MS }) as boolean
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') return true
    }
  }
  return true
}
