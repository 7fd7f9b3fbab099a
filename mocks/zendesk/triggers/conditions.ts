import type { Ticket } from '../records.ts'
import { PRIORITIES, STATUSES } from '../tickets/attributes.ts'
import type { Saved } from '../webhooks/saved.ts'

export interface Condition {
  field: string
  operator: string
  value: unknown
}
/** Every one of `all`, and one of `any` unless that is empty. */
export interface Conditions {
  all: Condition[]
  any: Condition[]
}

const FIELDS: Record<string, keyof Ticket> = {
  status: 'status',
  priority: 'priority',
  type: 'type',
  group_id: 'group_id',
  assignee_id: 'assignee_id',
  requester_id: 'requester_id',
  organization_id: 'organization_id',
  brand_id: 'brand_id',
  ticket_form_id: 'ticket_form_id',
  custom_status_id: 'custom_status_id',
}
const ORDERED: Record<string, readonly string[]> = { status: STATUSES, priority: PRIORITIES }
const COMPARING = ['is', 'is_not', 'less_than', 'greater_than', 'changed', 'not_changed', 'value', 'value_previous', 'not_value', 'not_value_previous']
const INCLUDING = ['includes', 'not_includes', 'is', 'is_not']

const customId = (field: string): string | undefined => /^custom_fields_(\d+)$/.exec(field)?.[1]

/** Is this condition imitated? What is not is refused when the trigger is made. */
export function knows({ field, operator }: Condition): boolean {
  if (field === 'update_type') return operator === 'is' || operator === ''
  if (['current_tags', 'subject_includes_word', 'comment_includes_word'].includes(field)) return INCLUDING.includes(operator)
  if (field === 'comment_is_public') return operator === 'is'
  return (Object.hasOwn(FIELDS, field) || customId(field) !== undefined) && COMPARING.includes(operator)
}

export const meets = ({ all, any }: Conditions, saved: Saved): boolean =>
  all.every((one) => holds(one, saved)) && (any.length === 0 || any.some((one) => holds(one, saved)))

function holds(condition: Condition, saved: Saved): boolean {
  const { field, operator, value } = condition
  const { before, ticket } = saved
  switch (field) {
    case 'update_type':
      return String(value).toLowerCase() === (before ? 'change' : 'create')
    case 'current_tags': {
      const some = words(value).some((tag) => ticket.tags.includes(tag))
      return operator === 'includes' || operator === 'is' ? some : !some
    }
    case 'subject_includes_word':
      return includes(operator, ticket.subject ?? '', value)
    case 'comment_includes_word':
      return includes(operator, saved.audit.comment?.body ?? '', value)
    case 'comment_is_public':
      return publicity(saved.audit.comment?.public, value)
  }
  const custom = customId(field)
  const read = (from: Ticket | undefined) => (from ? plain(custom ? from.custom[custom] : from[FIELDS[field] as keyof Ticket]) : '')
  return compares(condition, read(before), read(ticket), before !== undefined)
}

function compares({ field, operator, value }: Condition, was: string, is: string, existed: boolean): boolean {
  const wanted = plain(value)
  const rank = (one: string) => (ORDERED[field] ? ORDERED[field].indexOf(one) : Number(one))
  switch (operator) {
    case 'is':
      return is === wanted
    case 'is_not':
      return is !== wanted
    case 'less_than':
      return rank(is) < rank(wanted)
    case 'greater_than':
      return rank(is) > rank(wanted)
    case 'changed':
      return was !== is
    case 'not_changed':
      return was === is
    case 'value':
      return was !== is && is === wanted
    case 'not_value':
      return !(was !== is && is === wanted)
    case 'value_previous':
      return existed && was !== is && was === wanted
    default:
      return !(existed && was !== is && was === wanted)
  }
}

const plain = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
const words = (value: unknown): string[] => plain(value).toLowerCase().split(/\s+/).filter(Boolean)

function includes(operator: string, text: string, value: unknown): boolean {
  const low = text.toLowerCase()
  if (operator === 'is' || operator === 'is_not') return low.includes(plain(value).toLowerCase()) === (operator === 'is')
  return words(value).some((word) => low.includes(word)) === (operator === 'includes')
}

/** `true`: public, `false`: private, `not_relevant`: any comment, `requester_can_see_comment`: public too. */
function publicity(open: boolean | undefined, value: unknown): boolean {
  if (open === undefined) return false
  if (value === 'not_relevant') return true
  return open === (String(value) !== 'false')
}
