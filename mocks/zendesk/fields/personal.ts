import type { World } from '../../core/index.ts'
import { type FieldErrors, invalid, raise } from '../problems.ts'
import { checkValue } from './check.ts'
import { type Field, fieldsOf } from './fields.ts'

/**
 * Numbers as such and days as instants, other than on tickets (documented: the examples of users and organizations; integers inferred, and
 * that of users ends in Z, which is the same).
 */
function typed({ type }: Field, value: unknown): unknown {
  if (value === null) return null
  if (type === 'integer' || type === 'decimal') return Number(value)
  return type === 'date' ? `${value}T00:00:00+00:00` : value
}

/** Values of a user's or an organization's own fields; unknown keys are left out, as the service does. */
export function personalValues(world: World, family: 'user' | 'organization', sent: unknown): Record<string, unknown> {
  if (sent === null || typeof sent !== 'object') return {}
  const values: Record<string, unknown> = {}
  const errors: FieldErrors = {}
  for (const field of fieldsOf(world, family).scan()) {
    if (field.key === null || !(field.key in sent)) continue
    const checked = checkValue(field, (sent as Record<string, unknown>)[field.key])
    if ('wrong' in checked) errors[`${family}_fields.${field.key}`] = [{ description: checked.wrong, error: 'InvalidValue' }]
    else values[field.key] = typed(field, checked.value)
  }
  if (Object.keys(errors).length > 0) raise(invalid(errors))
  return values
}
