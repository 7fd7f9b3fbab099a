import { asText } from '../text.ts'
import type { CrmRecord } from './client.ts'
import { member } from './line.ts'

/** A custom object of the account: its key names the type, and its records are apart from tickets and users. */
export interface CustomObject {
  key: string
  label: string
}

/** Members of a record that are Zendesk's own; the object's fields are beside them. */
const OWN = new Set(['id', 'name', 'external_id', 'created_at', 'updated_at'])

export const customFieldOf = (row: unknown, name: string): unknown =>
  OWN.has(name) ? member(row, name) : (member(member(row, 'custom_object_fields'), name) ?? member(row, name))

/** Conditions of a search among records: every field holds just this. */
export const customFilter = (filter: Readonly<Record<string, unknown>>) => ({
  $and: Object.entries(filter).map(([name, value]) => ({ [OWN.has(name) ? name : `custom_object_fields.${name}`]: { $eq: value } })),
})

/**
 * A record as Zendesk takes it. `mark` becomes its external id where the fields name none: Zendesk has no other way to tell
 * whether a create whose answer was lost was done.
 */
export function customBody(fields: Readonly<Record<string, unknown>>, mark: string) {
  const own = Object.fromEntries(Object.entries(fields).filter(([name]) => OWN.has(name)))
  const others = Object.fromEntries(Object.entries(fields).filter(([name]) => !OWN.has(name)))
  return { custom_object_record: { external_id: mark, ...own, custom_object_fields: others } }
}

/** `pop` is the address that agents open; the path of a record's page is inferred. */
export function customShown({ key, label }: CustomObject, row: unknown, wanted: readonly string[], pop: string): CrmRecord {
  const id = String(member(row, 'id'))
  const fields = wanted.flatMap((name) => {
    const value = asText(customFieldOf(row, name))
    return value === undefined ? [] : [{ name, label: name, value }]
  })
  return { type: key, id, label, display: asText(member(row, 'name')) || id, url: `${pop}/agent/custom-objects/${key}/records/${id}`, fields }
}
