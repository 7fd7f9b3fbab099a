import type { World } from '../../core/index.ts'
import { type Field, fieldsOf } from './fields.ts'

/** The account's custom ticket fields: each of them appears on every ticket. */
export const customTicketFields = (world: World): Field[] => [...fieldsOf(world, 'ticket').scan()].filter((field) => !field.system && field.active)

export const ticketFieldIds = (world: World): number[] => customTicketFields(world).map(({ id }) => id)

/** Keys of the account's user or organization fields, in their order. */
export const fieldKeys = (world: World, family: 'user' | 'organization'): string[] => [...fieldsOf(world, family).scan()].flatMap(({ key }) => key ?? [])

const CLASSES: Record<string, string> = {
  tagger: 'FieldTagger',
  integer: 'FieldInteger',
  text: 'FieldText',
  textarea: 'FieldTextarea',
  checkbox: 'FieldCheckbox',
  date: 'FieldDate',
  decimal: 'FieldDecimal',
  regexp: 'FieldRegexp',
  multiselect: 'FieldMultiselect',
  lookup: 'FieldLookup',
  partialcreditcard: 'FieldPartialCreditCard',
}
export const fieldClass = (field: Pick<Field, 'type'>): string => CLASSES[field.type] ?? 'FieldText'

/** Custom ticket fields without which a ticket is not solved, with the class name that errors carry. */
export const requiredFields = (world: World): { id: number; title: string; type: string }[] =>
  customTicketFields(world)
    .filter(({ required }) => required)
    .map((field) => ({ id: field.id, title: field.title, type: fieldClass(field) }))
