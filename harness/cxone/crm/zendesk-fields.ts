import type { CountryCode } from 'libphonenumber-js'
import { withoutMember } from '../../configuration/field-name.ts'
import { normalPhone, phoneForms } from '../phone.ts'
import { asText } from '../text.ts'
import type { SearchCriteria } from './client.ts'
import { member } from './line.ts'

/** Text fields of Zendesk's own that a mapping may name; `comment` stands for a new private comment. */
export const standardFields: Record<'ticket' | 'user' | 'organization', readonly string[]> = {
  ticket: ['subject', 'comment', 'status', 'priority', 'type', 'external_id'],
  user: ['name', 'email', 'phone', 'alias', 'details', 'notes', 'external_id', 'signature'],
  organization: ['name', 'details', 'notes', 'external_id'],
}
/** What the list of ticket fields calls the type of a ticket's own field: `type` is `tickettype` there. */
export const systemType = (field: string): string => (field === 'type' ? 'tickettype' : field)
/** The name that a mapping gives a field which the account added. */
export const customName = (type: string, row: unknown): string =>
  type === 'ticket' ? `custom_field_${member(row, 'id')}` : withoutMember(`${type}_fields.${member(row, 'key')}`)

/** A mapping may spell a new comment `comment.body`, and what the account added to users and organizations with the member that it is in. */
const plainName = (name: string): string => (name === 'comment.body' ? 'comment' : withoutMember(name))

/** Fields by one name each, however they are spelt. */
export const plainly = <T>(fields: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [plainName(name), value]))

/** A field of a record by the name that a mapping gives it: `custom_field_<id>` and a user's or an organization's own fields are kept apart. */
export function fieldOf(row: unknown, spelt: string): unknown {
  const name = plainName(spelt)
  const id = /^custom_field_(\d+)$/.exec(name)?.[1]
  const own = member(row, 'user_fields') ?? member(row, 'organization_fields')
  const key = /^(?:user|organization)_fields\.(.+)$/.exec(name)?.[1]
  if (key !== undefined) return member(own, key)
  if (id === undefined) return member(row, name) ?? member(own, name)
  const customs = member(row, 'custom_fields')
  return Array.isArray(customs)
    ? member(
        customs.find((field) => String(member(field, 'id')) === id),
        'value',
      )
    : undefined
}

/** A condition of a search; what has several words, or signs of its language, stands between quotation marks. */
export const term = (name: string, value: unknown): string => `${name}:${/[\s:"]/.test(String(value)) ? JSON.stringify(String(value)) : value}`

/** Search answers by words, and does not look into every field (documented: Zendesk's search reference): keeps only what has just these values where it shows them. */
export const holdsJust = (row: unknown, filter: Readonly<Record<string, unknown>>, region: CountryCode | undefined): boolean =>
  Object.entries(filter).every(([name, value]) => {
    const shown = fieldOf(row, name)
    if (shown === undefined) return true
    if (name === 'phone') return matches(row, { phoneNumber: String(value) }, region)
    return (Array.isArray(shown) ? shown : [shown]).some((one) => String(one).toLowerCase() === String(value).toLowerCase())
  })

/** Search answers by words: keeps only those who really have the number or the address. */
export function matches(row: unknown, by: SearchCriteria, region: CountryCode | undefined): boolean {
  const phone = asText(member(row, 'phone'))
  const email = asText(member(row, 'email'))
  if (by.phoneNumber && phone) {
    if (normalPhone(phone, region) === normalPhone(by.phoneNumber, region)) return true
    if (phoneForms(by.phoneNumber, region).includes(phone)) return true
  }
  if (by.email && email?.toLowerCase() === by.email.toLowerCase()) return true
  // A second number or address is an identity, which the user's own fields do not show.
  return (!!by.phoneNumber && !phone) || (!!by.email && !email)
}
