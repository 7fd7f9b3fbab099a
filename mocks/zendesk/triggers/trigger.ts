import { notImitated, refuse, type TableDefinition, type World } from '../../core/index.ts'
import { type Kind, type Row, stamped } from '../crud.ts'
import { flagIn } from '../flag.ts'
import { nextId } from '../ids.ts'
import { byPosition } from '../paging/orders.ts'
import { type FieldErrors, invalid, raise } from '../problems.ts'
import { FOR_TRIGGERS, webhooksOf } from '../webhooks/webhook.ts'
import { type Condition, type Conditions, knows } from './conditions.ts'

export interface Trigger extends Row {
  title: string
  active: boolean
  description: string | null
  position: number
  category_id: string | null
  conditions: Conditions
  /** `notification_webhook` only: `[webhook id, body]`. */
  actions: { field: string; value: unknown }[]
}

const triggers: TableDefinition<Trigger> = { name: 'zendesk.triggers' }
export const triggersOf = (world: World) => world.store.table(triggers)

type Sent = Record<string, unknown>
const missing = (feature: string): never => {
  const { problem, status, message, detail } = notImitated(feature)
  return refuse(problem, status, message, detail ? { detail } : {})
}

function conditionsIn(sent: unknown): Conditions {
  const { all, any } = (sent ?? {}) as { all?: unknown; any?: unknown }
  const read = (list: unknown): Condition[] =>
    (Array.isArray(list) ? list : []).map((one: Sent) => {
      const condition = { field: String(one.field), operator: String(one.operator), value: one.value }
      return knows(condition) ? condition : missing(`the trigger condition "${condition.field} ${condition.operator}"`)
    })
  return { all: read(all), any: read(any) }
}

function actionsIn(world: World, sent: unknown, errors: FieldErrors): Trigger['actions'] {
  const actions = (Array.isArray(sent) ? sent : []).map((one: Sent) => ({ field: String(one.field), value: one.value }))
  if (actions.length === 0) errors.base = [{ description: 'You must select at least one action', error: 'InvalidValue' }]
  for (const { field, value } of actions) {
    if (field !== 'notification_webhook') missing(`the trigger action "${field}"`)
    const [id, body] = Array.isArray(value) ? value : []
    if (typeof body === 'string' && body.includes('{%')) missing('Liquid tags in a webhook body')
    const webhook = webhooksOf(world).get(String(id))
    if (!webhook?.subscriptions.includes(FOR_TRIGGERS))
      errors.actions = [{ description: `Actions: ${String(id)} is no webhook that triggers can call (subscription ${FOR_TRIGGERS})`, error: 'InvalidValue' }]
  }
  return actions
}

function write(world: World, sent: Sent, before: Trigger | undefined): Trigger {
  const errors: FieldErrors = {}
  const title = String(sent.title ?? before?.title ?? '')
  if (title.trim() === '') errors.title = [{ description: 'Title: cannot be blank', error: 'BlankValue' }]
  const conditions = 'conditions' in sent || !before ? conditionsIn(sent.conditions) : before.conditions
  if (conditions.all.length + conditions.any.length === 0)
    errors.conditions = [{ description: 'You must select at least one condition', error: 'InvalidValue' }]
  const actions = 'actions' in sent || !before ? actionsIn(world, sent.actions, errors) : before.actions
  if (Object.keys(errors).length > 0) raise(invalid(errors))
  const text = (name: 'description' | 'category_id') => (name in sent ? (sent[name] === null ? null : String(sent[name])) : (before?.[name] ?? null))
  return {
    id: before?.id ?? nextId(world),
    title,
    active: typeof sent.active === 'boolean' ? sent.active : (before?.active ?? true),
    ...stamped(world, before),
    description: text('description'),
    position: typeof sent.position === 'number' ? sent.position : (before?.position ?? triggersOf(world).size + 1),
    category_id: text('category_id'),
    conditions,
    actions,
  }
}

export const triggerKind: Kind<Trigger> = {
  plural: 'triggers',
  singular: 'trigger',
  table: triggersOf,
  order: byPosition as Kind<Trigger>['order'],
  scope: 'triggers',
  who: 'admin',
  filter({ call }, rows) {
    const active = flagIn(call.query.get('active'))
    return active === undefined ? rows : rows.filter((trigger) => trigger.active === active)
  },
  write,
  show: (_world, { title, active, updated_at, created_at, actions, conditions, description, position, category_id }) => ({
    title,
    active,
    updated_at,
    created_at,
    default: false,
    actions,
    conditions,
    description,
    position,
    raw_title: title,
    category_id,
  }),
}
