import { own } from '../../core/own.ts'
import { brandsOf } from '../config/brands.ts'
import { groupsOf } from '../config/groups.ts'
import { statusesOf } from '../config/statuses.ts'
import { organizationJson } from '../organizations/organization.ts'
import { organizationsOf, type Ticket, userById } from '../records.ts'
import type { Context } from '../route.ts'
import { userJson } from '../users/user.ts'
import { auditsOn, commentCount } from './conversation.ts'
import { metricsJson } from './metrics.ts'
import { auditRow, incidentsOf } from './ticket.ts'

const unique = (ids: readonly (number | null)[]): number[] => [...new Set(ids.filter((id) => id !== null))]
const plain = (context: Context, plural: string) => (row: { id: number }) => {
  const { id, ...rest } = row
  return { url: `${context.base}/api/v2/${plural}/${id}.json`, id, ...rest }
}

type Load = (context: Context, tickets: readonly Ticket[]) => unknown[]

/** Sibling lists that `include` asks for; what is not known is passed over (documented). */
const LOADS: Record<string, Load> = {
  users: (context, tickets) =>
    unique(
      tickets.flatMap((ticket) => [
        ticket.requester_id,
        ticket.submitter_id,
        ticket.assignee_id,
        ...ticket.collaborator_ids,
        ...ticket.email_cc_ids,
        ...ticket.follower_ids,
      ]),
    )
      .flatMap((id) => userById(context.world, id) ?? [])
      .map((user) => userJson(context.world, user, context.base)),
  groups: (context, tickets) =>
    unique(tickets.map((ticket) => ticket.group_id))
      .flatMap((id) => groupsOf(context.world).get(String(id)) ?? [])
      .map(plain(context, 'groups')),
  organizations: (context, tickets) =>
    unique(tickets.map((ticket) => ticket.organization_id))
      .flatMap((id) => organizationsOf(context.world).get(String(id)) ?? [])
      .map((organization) => organizationJson(context.world, organization, context.base)),
  brands: (context, tickets) =>
    unique(tickets.map((ticket) => ticket.brand_id))
      .flatMap((id) => brandsOf(context.world).get(String(id)) ?? [])
      .map(plain(context, 'brands')),
  custom_statuses: (context, tickets) =>
    unique(tickets.map((ticket) => ticket.custom_status_id))
      .flatMap((id) => statusesOf(context.world).get(String(id)) ?? [])
      .map(plain(context, 'custom_statuses')),
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
