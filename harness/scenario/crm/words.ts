import type { RecordKind } from '../../../mocks/core/meaning.ts'

export type Crm = 'dynamics' | 'zendesk'
export const crms = ['dynamics', 'zendesk'] as const

/** The records that a scenario may name, in neutral words. */
export const records = ['contact', 'account', 'case', 'lead', 'task', 'phonecall', 'note'] as const
export type Neutral = (typeof records)[number] & RecordKind

const types: Record<Crm, Partial<Record<Neutral, string>>> = {
  dynamics: { contact: 'contact', account: 'account', case: 'incident', lead: 'lead', task: 'task', phonecall: 'phonecall', note: 'annotation' },
  zendesk: { contact: 'user', account: 'organization', case: 'ticket', note: 'comment', phonecall: 'call' },
}

/** The CRM's own word for a record, the neutral one where it has none. */
export const typeOf = (crm: Crm, record: Neutral): string => types[crm][record] ?? record

type Person = { firstname: string; lastname: string }
export const splitName = (name: string): Person => {
  const cut = name.lastIndexOf(' ')
  return cut < 0 ? { firstname: '', lastname: name } : { firstname: name.slice(0, cut), lastname: name.slice(cut + 1) }
}

/** The CRM's own fields for the neutral ones; a name that is not neutral is taken as the CRM's own. */
export function fieldsOf(crm: Crm, record: Neutral, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (crm === 'dynamics') {
      if (name === 'name' && record === 'contact') Object.assign(own, splitName(String(value)))
      else own[dynamicsFields[name] ?? name] = value
    } else own[record === 'case' ? (ticketFields[name] ?? name) : name] = value
  }
  return own
}

const dynamicsFields: Record<string, string> = { phone: 'telephone1', email: 'emailaddress1' }
const ticketFields: Record<string, string> = { title: 'subject' }
