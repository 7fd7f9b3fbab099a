import type { Operation, TableDefinition, World } from '../../core/index.ts'
import { crud, type Kind, nameOf, type Row, shown, stamped } from '../crud.ts'
import { fieldsOf } from '../fields/fields.ts'
import { flagIn } from '../flag.ts'
import { nextId } from '../ids.ts'
import { listOf } from '../many.ts'
import { byPosition } from '../paging/orders.ts'
import { wholeList } from '../paging/page.ts'
import { flat, forbidden, raise } from '../problems.ts'
import { api, type Context } from '../route.ts'

export interface Form extends Row {
  name: string
  display_name: string | null
  end_user_visible: boolean
  position: number
  ticket_field_ids: number[]
  active: boolean
  default: boolean
  /** Undocumented: which fields a value brings in for agents (probed 2026). Kept as sent. */
  agent_conditions: unknown[]
  end_user_conditions: unknown[]
}

const forms: TableDefinition<Form> = { name: 'zendesk.ticket_forms' }
export const formsOf = (world: World) => world.store.table(forms)

/** End users see those that are visible to them (documented of the list; of one form by itself inferred). */
const sees = ({ user }: Context, form: Form): boolean => user.role !== 'end-user' || form.end_user_visible

/** `active`, `end_user_visible` and `fallback_to_default` (documented). Every form is of every brand, so `associated_to_brand` takes none away. */
function asked({ call, world }: Context, rows: readonly Form[]): readonly Form[] {
  const wanted = (name: string, has: boolean) => (flagIn(call.query.get(name)) ?? has) === has
  const found = rows.filter((form) => wanted('active', form.active) && wanted('end_user_visible', form.end_user_visible))
  const fallsBack = flagIn(call.query.get('fallback_to_default')) === true && !found.some((form) => form.active && form.end_user_visible)
  return fallsBack ? [...formsOf(world).scan()].filter((form) => form.default) : found
}

const kind: Kind<Form> = {
  plural: 'ticket_forms',
  singular: 'ticket_form',
  table: formsOf,
  order: byPosition,
  who: 'admin',
  readers: { list: 'end-user', one: 'end-user' },
  sees,
  filter: asked,
  write(world, sent, before) {
    const name = nameOf(sent, before)
    const flag = (key: 'end_user_visible' | 'active') => (typeof sent[key] === 'boolean' ? sent[key] : (before?.[key] ?? true))
    const list = (key: 'agent_conditions' | 'end_user_conditions') => (Array.isArray(sent[key]) ? (sent[key] as unknown[]) : (before?.[key] ?? []))
    return {
      id: before?.id ?? nextId(world),
      name,
      display_name: typeof sent.display_name === 'string' ? sent.display_name : (before?.display_name ?? null),
      end_user_visible: flag('end_user_visible'),
      position: typeof sent.position === 'number' ? sent.position : (before?.position ?? formsOf(world).size + 1),
      ticket_field_ids: Array.isArray(sent.ticket_field_ids)
        ? sent.ticket_field_ids.map(Number).filter((id) => fieldsOf(world, 'ticket').get(String(id)))
        : (before?.ticket_field_ids ?? [...fieldsOf(world, 'ticket').scan()].filter(({ system }) => system).map(({ id }) => id)),
      active: flag('active'),
      default: before?.default ?? false,
      agent_conditions: list('agent_conditions'),
      end_user_conditions: list('end_user_conditions'),
      ...stamped(world, before),
    }
  },
  show: (_world, form) => ({
    name: form.name,
    raw_name: form.name,
    display_name: form.display_name,
    raw_display_name: form.display_name,
    end_user_visible: form.end_user_visible,
    position: form.position,
    ticket_field_ids: form.ticket_field_ids,
    active: form.active,
    default: form.default,
    created_at: form.created_at,
    updated_at: form.updated_at,
    in_all_brands: true,
    restricted_brand_ids: [],
    ...(form.agent_conditions.length > 0 ? { agent_conditions: form.agent_conditions } : {}),
    ...(form.end_user_conditions.length > 0 ? { end_user_conditions: form.end_user_conditions } : {}),
  }),
  remove(_world, form) {
    if (form.default) raise(flat('RecordInvalid', 422, 'The default form cannot be deleted'))
  },
}

export const formJson = (context: Pick<Context, 'world' | 'base'>, form: Form) => shown(kind, context, form)

export const formOperations: Operation[] = [
  ...api('GET', '/api/v2/ticket_forms/show_many', 'ticket_forms.show_many', { who: 'end-user' }, (context) => {
    const named = listOf(context, 'ids').flatMap((id) => formsOf(context.world).get(id) ?? [])
    const rows = asked(
      context,
      named.filter((form) => sees(context, form)),
    )
    return wholeList(
      'ticket_forms',
      rows.map((row) => formJson(context, row)),
    )
  }),
  ...crud(kind),
  // Refused where an account has no statuses of its own (probed 2026).
  ...['ticket_form_statuses', 'ticket_forms/:id/ticket_form_statuses'].flatMap((path) =>
    api('GET', `/api/v2/${path}`, 'ticket_form_statuses.index', {}, () => forbidden()),
  ),
]
