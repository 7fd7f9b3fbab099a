import type { Operation, TableDefinition, World } from '../../core/index.ts'
import { type Kind, type Row, shown, stamped } from '../crud.ts'
import { flagIn } from '../flag.ts'
import { nextId } from '../ids.ts'
import { type FieldErrors, invalid, raise, recordNotFound } from '../problems.ts'
import { api, type Context, created, idOf, json, rootOf } from '../route.ts'

export interface CustomStatus extends Row {
  status_category: string
  agent_label: string
  end_user_label: string
  description: string | null
  end_user_description: string | null
  active: boolean
  default: boolean
}

const CATEGORIES = ['new', 'open', 'pending', 'hold', 'solved']
/** Labels and numbers of statuses (documented). */
const LABEL = 48
const PER_CATEGORY = 100
const MOST = 300

const statuses: TableDefinition<CustomStatus> = { name: 'zendesk.custom_statuses' }
export const statusesOf = (world: World) => world.store.table(statuses)

const kind: Kind<CustomStatus> = {
  plural: 'custom_statuses',
  singular: 'custom_status',
  table: statusesOf,
  order: { name: 'id', keys: [{ type: 'i', of: (row) => row.id }] },
  write(world, sent, before) {
    const errors: FieldErrors = {}
    const category = before?.status_category ?? String(sent.status_category ?? '')
    if (!CATEGORIES.includes(category)) errors.status_category = [{ description: 'Status category: is not included in the list', error: 'InvalidValue' }]
    if (!before && [...statusesOf(world).scan()].filter((one) => one.status_category === category).length >= PER_CATEGORY)
      errors.base = [{ description: `A status category has at most ${PER_CATEGORY} statuses`, error: 'TooManyValues' }]
    if (!before && statusesOf(world).size >= MOST) errors.base = [{ description: `An account has at most ${MOST} statuses`, error: 'TooManyValues' }]
    const label = (key: 'agent_label' | 'end_user_label', fallback: string) => {
      const text = String(sent[key] ?? before?.[key] ?? fallback)
      if (text.trim() === '') errors[key] = [{ description: `${key}: cannot be blank`, error: 'BlankValue' }]
      if (text.length > LABEL) errors[key] = [{ description: `${key}: is too long (maximum is ${LABEL} characters)`, error: 'ValueTooLong' }]
      return text
    }
    const agent = label('agent_label', '')
    const endUser = label('end_user_label', agent)
    if (Object.keys(errors).length > 0) raise(invalid(errors))
    const text = (key: 'description' | 'end_user_description') => (key in sent ? (sent[key] === null ? null : String(sent[key])) : (before?.[key] ?? null))
    return {
      id: before?.id ?? nextId(world),
      status_category: category,
      agent_label: agent,
      end_user_label: endUser,
      description: text('description'),
      end_user_description: text('end_user_description'),
      active: typeof sent.active === 'boolean' ? sent.active : (before?.active ?? true),
      default: before?.default ?? false,
      ...stamped(world, before),
    }
  },
  show: (_world, status) => ({
    status_category: status.status_category,
    agent_label: status.agent_label,
    raw_agent_label: status.agent_label,
    end_user_label: status.end_user_label,
    raw_end_user_label: status.end_user_label,
    description: status.description,
    raw_description: status.description,
    end_user_description: status.end_user_description,
    raw_end_user_description: status.end_user_description,
    active: status.active,
    default: status.default,
    created_at: status.created_at,
    updated_at: status.updated_at,
  }),
}

export const statusJson = (context: Pick<Context, 'world' | 'base'>, row: CustomStatus) => shown(kind, context, row)
const one = (context: Context, row: CustomStatus) => ({ custom_status: statusJson(context, row) })

/** Statuses are made and changed, never deleted; the list has no pages, and end users may read them (documented). */
export const statusOperations: Operation[] = [
  ...api('GET', '/api/v2/custom_statuses', 'custom_statuses.index', { who: 'end-user' }, (context) => {
    const { query } = context.call
    const categories = query.get('status_categories')?.split(',')
    const wanted = (name: 'active' | 'default', has: boolean) => (flagIn(query.get(name)) ?? has) === has
    const rows = [...statusesOf(context.world).scan()].filter(
      (status) => (categories?.includes(status.status_category) ?? true) && wanted('active', status.active) && wanted('default', status.default),
    )
    return json({ custom_statuses: rows.map((row) => statusJson(context, row)) })
  }),
  ...api('POST', '/api/v2/custom_statuses', 'custom_statuses.create', { who: 'admin' }, (context) => {
    const row = kind.write(context.world, rootOf(context, 'custom_status'), undefined)
    statusesOf(context.world).put(String(row.id), row)
    return created(one(context, row), statusJson(context, row).url)
  }),
  ...api('GET', '/api/v2/custom_statuses/:id', 'custom_statuses.show', { who: 'end-user' }, (context) => {
    const row = statusesOf(context.world).get(idOf(context))
    return row ? json(one(context, row)) : recordNotFound()
  }),
  ...api('PUT', '/api/v2/custom_statuses/:id', 'custom_statuses.update', { who: 'admin' }, (context) => {
    const row = statusesOf(context.world).get(idOf(context))
    if (!row) return recordNotFound()
    const changed = kind.write(context.world, rootOf(context, 'custom_status'), row)
    return json(one(context, statusesOf(context.world).put(String(row.id), changed)))
  }),
]
