import type { CrmWrite } from '../../mocks/core/meaning.ts'

/** What tells one record of a kind from another, in normal form: numbers without punctuation, names and addresses in lower case. */
export interface Identity {
  phones: string[]
  emails: string[]
  /** The whole name of a person, the subject of a case; empty when none was given. */
  name: string
}

const PHONE = /^(telephone\d?|mobilephone|phone|shared_phone_number|business2|home2)$/i
const EMAIL = /^(emailaddress\d?|email)$/i
const NAMES = ['fullname', 'name', 'firstname', 'lastname', 'title', 'subject', 'topic']

const text = (value: unknown): string => (typeof value === 'string' ? value.trim().toLowerCase() : '')
export const digits = (value: unknown): string => text(value).replaceAll(/\D/g, '').replace(/^0+/, '')

export function identityOf({ fields }: Pick<CrmWrite, 'fields'>): Identity {
  const named = (pattern: RegExp, normal: (value: unknown) => string) =>
    Object.entries(fields)
      .filter(([field]) => pattern.test(field))
      .map(([, value]) => normal(value))
      .filter((value) => value !== '')
  const name = NAMES.map((field) => text(fields[field]))
    .filter((value) => value !== '')
    .join(' ')
  return { phones: named(PHONE, digits), emails: named(EMAIL, text), name }
}

export const isNobody = ({ phones, emails, name }: Identity): boolean => phones.length + emails.length === 0 && name === ''

/** The same phone or mail address; where neither is known of one of them, the same name. */
export function isSame(a: Identity, b: Identity): boolean {
  if (a.phones.some((phone) => b.phones.includes(phone)) || a.emails.some((email) => b.emails.includes(email))) return true
  const reachable = ({ phones, emails }: Identity) => phones.length + emails.length > 0
  return a.name !== '' && a.name === b.name && !(reachable(a) && reachable(b))
}
