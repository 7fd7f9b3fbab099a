import type { World } from '../../core/index.ts'
import { type Ticket, userById } from '../records.ts'
import { eventsOf } from './audits.ts'
import { auditsOn, commentsOn } from './conversation.ts'

const minutes = (from: string, until: string | undefined): number | null =>
  until === undefined ? null : Math.round((Date.parse(until) - Date.parse(from)) / 60_000)
const pair = (value: number | null) => ({ calendar: value, business: value })

/** Ticket metrics, counted from the audits. Business hours are all hours: no schedule is imitated. */
export function metricsJson(world: World, ticket: Ticket, base: string): Record<string, unknown> {
  const audits = auditsOn(world, ticket.id)
  const changes = audits.flatMap((audit) =>
    eventsOf(audit).map(({ field_name, value, previous_value }) => ({ field_name, value, previous_value, at: audit.created_at })),
  )
  const of = (field: string) => changes.filter((event) => event.field_name === field && event.value !== null)
  const comments = commentsOn(world, ticket.id)
  const replies = comments.filter(
    (comment) => comment.public && comment.author_id !== ticket.requester_id && userById(world, comment.author_id)?.role !== 'end-user',
  )
  const assigned = of('assignee_id')
  const solved = of('status').filter((event) => event.value === 'solved')
  const last = <T>(rows: readonly T[]) => rows.at(-1)
  const held = ticket.status === 'hold' ? minutes(last(of('status'))?.at ?? ticket.created_at, ticket.updated_at) : 0
  return {
    url: `${base}/api/v2/ticket_metrics/${ticket.id}.json`,
    id: ticket.id,
    ticket_id: ticket.id,
    created_at: ticket.created_at,
    updated_at: ticket.updated_at,
    group_stations: of('group_id').length,
    assignee_stations: assigned.length,
    reopens: changes.filter((event) => event.field_name === 'status' && event.previous_value === 'solved' && event.value === 'open').length,
    replies: replies.length,
    assignee_updated_at: last(comments.filter((comment) => comment.author_id === ticket.assignee_id))?.created_at ?? null,
    requester_updated_at: last(comments.filter((comment) => comment.author_id === ticket.requester_id))?.created_at ?? ticket.created_at,
    status_updated_at: last(of('status'))?.at ?? ticket.created_at,
    initially_assigned_at: assigned[0]?.at ?? null,
    assigned_at: last(assigned)?.at ?? null,
    solved_at: ticket.solved_at,
    latest_comment_added_at: last(comments)?.created_at ?? ticket.created_at,
    reply_time_in_minutes: pair(minutes(ticket.created_at, replies.find((comment) => comment.id !== comments[0]?.id)?.created_at)),
    first_resolution_time_in_minutes: pair(minutes(ticket.created_at, solved[0]?.at)),
    full_resolution_time_in_minutes: pair(minutes(ticket.created_at, last(solved)?.at)),
    agent_wait_time_in_minutes: pair(null),
    requester_wait_time_in_minutes: pair(minutes(ticket.created_at, ticket.solved_at ?? ticket.updated_at)),
    on_hold_time_in_minutes: pair(held),
  }
}
