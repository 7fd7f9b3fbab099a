import { standardFieldsOf } from './entities.ts'

/** A field that the account added to users or organizations, by its key alone; one whose key is a standard field's name keeps the member that it is in. */
export const withoutMember = (name: string): string =>
  name.replace(/^(user|organization)_fields\.(.+)$/, (whole, type: string, key: string) => (standardFieldsOf('Zendesk', type).has(key) ? whole : key))

/** A CRM field as mapping, remark and notice may spell it: `ticket.comment.body`, `comment.body` and `comment` are one, so are `user_fields.tier` and `tier`. */
export function fieldName(name: string): string {
  const path = withoutMember(name.toLowerCase().replace(/^(ticket|user|organization)\./, ''))
  return /^comment\.(body|html_body|value)$/.test(path) ? 'comment' : path
}
