import type { Table, World } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import { brandJson, brandsOf } from '../config/brands.ts'
import { formJson, formsOf } from '../config/forms.ts'
import { groupJson } from '../config/group-operations.ts'
import { groupsOf } from '../config/groups.ts'
import { statusesOf, statusJson } from '../config/statuses.ts'
import { organizationJson } from '../organizations/organization.ts'
import { organizationsOf, type Ticket, userById } from '../records.ts'
import type { Context } from '../route.ts'
import { userJson } from '../users/user.ts'
import { auditsOn, commentCount } from './conversation.ts'
import { metricsJson } from './metrics.ts'
import { auditRow, incidentsOf } from './ticket.ts'

type Where = Pick<Context, 'world' | 'base'>
type Load = (context: Context, tickets: readonly Ticket[]) => unknown[]

/** The records that tickets name, each once, as they are shown by themselves. */
const linked =
  <T>(ids: (ticket: Ticket) => readonly (number | null)[], find: (world: World, id: number) => T | undefined, show: (where: Where, row: T) => unknown): Load =>
  (context, tickets) =>
    [...new Set(tickets.flatMap(ids))].flatMap((id) => {
      const row = id === null ? undefined : find(context.world, id)
      return row === undefined ? [] : [show(context, row)]
    })
const among =
  <T>(table: (world: World) => Table<T>) =>
  (world: World, id: number): T | undefined =>
    table(world).get(String(id))

const people = ({ requester_id, submitter_id, assignee_id, collaborator_ids, email_cc_ids, follower_ids }: Ticket) => [
  requester_id,
  submitter_id,
  assignee_id,
  ...collaborator_ids,
  ...email_cc_ids,
  ...follower_ids,
]

/** Sibling lists that `include` asks for; what is not known is passed over (documented). */
const LOADS: Record<string, Load> = {
  users: linked(people, userById, ({ world, base }, user) => userJson(world, user, base)),
  groups: linked(({ group_id }) => [group_id], among(groupsOf), groupJson),
  organizations: linked(
    ({ organization_id }) => [organization_id],
    among(organizationsOf),
    ({ world, base }, organization) => organizationJson(world, organization, base),
  ),
  brands: linked(({ brand_id }) => [brand_id], among(brandsOf), brandJson),
  ticket_forms: linked(({ ticket_form_id }) => [ticket_form_id], among(formsOf), formJson),
  custom_statuses: linked(({ custom_status_id }) => [custom_status_id], among(statusesOf), statusJson),
  metric_sets: (context, tickets) => tickets.map((ticket) => metricsJson(context.world, ticket, context.base)),
  last_audits: (context, tickets) => tickets.flatMap((ticket) => auditsOn(context.world, ticket.id).at(-1) ?? []).map(auditRow(context)),
  sharing_agreements: () => [],
}

/** Those that add a member to each ticket instead. */
const MEMBERS: Record<string, (context: Context, ticket: Ticket) => Record<string, unknown>> = {
  comment_count: ({ world }, ticket) => ({ comment_count: commentCount(world, ticket.id) }),
  incident_counts: ({ world }, ticket) => ({ incident_count: incidentsOf(world, ticket).length }),
  dates: ({ world, base }, ticket) => {
    const { assignee_updated_at, requester_updated_at, status_updated_at, initially_assigned_at, assigned_at, solved_at } = metricsJson(world, ticket, base)
    return { dates: { assignee_updated_at, requester_updated_at, status_updated_at, initially_assigned_at, assigned_at, solved_at } }
  },
}

const NONE: readonly string[] = []
const included = ({ call }: Context): readonly string[] => (call.search === '' ? NONE : (call.query.get('include') ?? '').split(',').map((name) => name.trim()))

export const sideLoads = (context: Context, tickets: readonly Ticket[], names: readonly string[] = included(context)): Record<string, unknown[]> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const load = own(LOADS, name)
      return load ? [[name, load(context, tickets)]] : []
    }),
  )

export const memberLoads = (context: Context, ticket: Ticket): Record<string, unknown> =>
  Object.assign({}, ...included(context).map((name) => own(MEMBERS, name)?.(context, ticket) ?? {}))

/** A search names what its tickets bring in its own way: `include=tickets(users,groups)` (documented). */
export function searchLoads(context: Context, tickets: readonly Ticket[]): Record<string, unknown[]> {
  const names = /(?:^|,)\s*tickets\(([^)]*)\)/.exec(context.call.query.get('include') ?? '')?.[1]
  return names === undefined
    ? {}
    : sideLoads(
        context,
        tickets,
        names.split(',').map((name) => name.trim()),
      )
}
