import type { World } from '../../core/index.ts'
import { type FieldErrors, invalid, raise } from '../problems.ts'
import { ownerOf, spelled } from './identity-changes.ts'

const TYPES = ['email', 'phone_number', 'agent_forwarding', 'google', 'facebook', 'twitter', 'messaging', 'sdk', 'microsoft']

export const isAddress = (text: string): boolean => /^[^\s@,]+@[^\s@,]+$/.test(text)

const wrong = (field: string, description: string, error: string): FieldErrors => ({ [field]: [{ description, error }] })
export const blankValue = () => wrong('value', 'Value: cannot be blank', 'BlankValue')
/** An address looks like one, as a user's own does. */
export const misshapen = (type: string, value: string): FieldErrors | undefined =>
  type === 'email' && !isAddress(value) ? wrong('value', `Value: ${value} is not properly formatted`, 'InvalidFormat') : undefined
export const taken = (value: string) => wrong('value', `Value: ${value} is already being used by another user`, 'DuplicateValue')

export interface NewIdentity {
  type: string
  value: string
}

/** An identity that a client wants for somebody, if nobody has it. */
export function readIdentity(world: World, sent: unknown): NewIdentity {
  const { type, value } = (sent ?? {}) as { type?: unknown; value?: unknown }
  if (typeof type !== 'string' || !TYPES.includes(type)) return raise(invalid(wrong('type', 'Type: is not included in the list', 'InvalidValue')))
  const text = spelled(type, value)
  const found = text === '' ? blankValue() : (misshapen(type, text) ?? (ownerOf(world, type, text) ? taken(text) : undefined))
  return found ? raise(invalid(found)) : { type, value: text }
}
