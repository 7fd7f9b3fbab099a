import { notImitated } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import { brandJson, brandsOf } from '../config/brands.ts'
import { formJson, formsOf } from '../config/forms.ts'
import { groupJson } from '../config/group-operations.ts'
import { groupsOf } from '../config/groups.ts'
import { statusesOf, statusJson } from '../config/statuses.ts'
import { organizationJson } from '../organizations/organization.ts'
import { raise } from '../problems.ts'
import { organizationsOf, type Ticket, userById } from '../records.ts'
import type { Context } from '../route.ts'
import { among, included, type Load, linked, sideLoader } from '../side-load.ts'
import { userJson } from '../users/user.ts'
import { auditsOn, commentCount } from './conversation.ts'
import { metricsJson } from './metrics.ts'
import { auditRow, incidentsOf } from './ticket.ts'

const people = ({ requester_id, submitter_id, assignee_id, collaborator_ids, email_cc_ids, follower_ids }: Ticket) => [
  requester_id,
  submitter_id,
  assignee_id,
  ...collaborator_ids,
  ...email_cc_ids,
  ...follower_ids,
]

const LOADS: Record<string, Load<Ticket>> = {
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
  // Neither policies nor metric events are imitated anywhere here.
  slas: () => raise(notImitated("Zendesk's service level policies beside tickets")),
  metric_events: () => raise(notImitated("Zendesk's metric events beside tickets")),
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

export const sideLoads = sideLoader(LOADS)

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
