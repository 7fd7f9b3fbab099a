import type { World } from '../../core/index.ts'
import { type Account, putAccount } from '../account.ts'
import { fieldsOf, writeField } from '../fields/fields.ts'
import { nextId } from '../ids.ts'
import { now } from '../time.ts'
import { brandsOf } from './brands.ts'
import { formsOf } from './forms.ts'
import { groupsOf } from './groups.ts'
import { statusesOf } from './statuses.ts'

const STATUSES: Record<string, string> = { new: 'New', open: 'Open', pending: 'Pending', hold: 'On-hold', solved: 'Solved' }
const FIELDS: Record<string, string> = {
  subject: 'Subject',
  description: 'Description',
  status: 'Status',
  tickettype: 'Type',
  priority: 'Priority',
  group: 'Group',
  assignee: 'Assignee',
  custom_status: 'Ticket status',
}

/** What every account has from its first day: a brand, a group, a form, the system fields and one status per category. */
export function found(world: World, subdomain: string): Account {
  const at = { created_at: now(world), updated_at: now(world) }
  const statuses = Object.fromEntries(
    Object.entries(STATUSES).map(([category, label]) => {
      const id = nextId(world)
      statusesOf(world).put(String(id), {
        id,
        status_category: category,
        agent_label: label,
        end_user_label: label,
        description: null,
        end_user_description: null,
        active: true,
        default: true,
        ...at,
      })
      return [category, id]
    }),
  )
  const fields = Object.fromEntries(
    Object.entries(FIELDS).map(([type, title]) => {
      const field = writeField(world, 'ticket', { title, type, visible_in_portal: ['subject', 'description'].includes(type) }, undefined, true)
      fieldsOf(world, 'ticket').put(String(field.id), { ...field, type })
      return [type, field.id]
    }),
  )
  const [brandId, formId, groupId] = [nextId(world), nextId(world), nextId(world)]
  brandsOf(world).put(String(brandId), {
    id: brandId,
    name: 'Rehearsal',
    subdomain,
    active: true,
    default: true,
    signature_template: '{{agent.signature}}',
    ...at,
  })
  groupsOf(world).put(String(groupId), { id: groupId, is_public: true, name: 'Support', description: '', default: true, deleted: false, ...at })
  formsOf(world).put(String(formId), {
    id: formId,
    name: 'Default Ticket Form',
    display_name: null,
    end_user_visible: true,
    position: 1,
    ticket_field_ids: Object.values(fields),
    active: true,
    default: true,
    agent_conditions: [],
    end_user_conditions: [],
    ...at,
  })
  return putAccount(world, { brandId, formId, groupId, statuses, fields })
}
