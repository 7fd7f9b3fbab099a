import type { World } from '../../core/index.ts'
import { ticketFieldIds } from '../fields/keys.ts'
import { type Audit, type Comment, type Ticket, ticketsOf } from '../records.ts'
import type { Context } from '../route.ts'
import { attachmentsJson } from '../uploads/attachment.ts'
import { eventsOf } from './audits.ts'

export const ticketUrl = (base: string, id: number | string): string => `${base}/api/v2/tickets/${id}.json`

/** Every field that the account has, with its value or null. */
export const customFields = (ids: readonly number[], values: Ticket['custom']): { id: number; value: unknown }[] =>
  ids.map((id) => ({ id, value: values[id] ?? null }))

type As = 'whole' | 'row' | 'stamped'

export const ticketJson = (world: World, ticket: Ticket, base: string, as: As = 'whole'): Record<string, unknown> =>
  ticketWith(customFields(ticketFieldIds(world), ticket.custom), ticket, base, as, mayHaveIncidents(ticket) && incidentsOf(world, ticket).length > 0)

/** Only a problem has them (documented). */
export const mayHaveIncidents = ({ type }: Ticket): boolean => type === 'problem'
export const incidentsOf = (world: World, problem: Ticket): Ticket[] =>
  ticketsOf(world)
    .find('problem', String(problem.id))
    .filter(({ status }) => status !== 'deleted')
    .sort((a, b) => a.id - b.id)

/** As the service sends it, in its order (recorded 2024-09-06). `row`: an item of a list by cursor, which has no `fields`. */
export function ticketWith(custom_fields: unknown, ticket: Ticket, base: string, as: As = 'whole', has_incidents = false): Record<string, unknown> {
  return {
    url: ticketUrl(base, ticket.id),
    id: ticket.id,
    external_id: ticket.external_id,
    via: ticket.via,
    created_at: ticket.created_at,
    updated_at: ticket.updated_at,
    ...(as === 'row' ? { generated_timestamp: ticket.generated_timestamp } : {}),
    type: ticket.type,
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: ticket.description,
    priority: ticket.priority,
    status: ticket.status,
    recipient: ticket.recipient,
    requester_id: ticket.requester_id,
    submitter_id: ticket.submitter_id,
    assignee_id: ticket.assignee_id,
    organization_id: ticket.organization_id,
    group_id: ticket.group_id,
    collaborator_ids: ticket.collaborator_ids,
    follower_ids: ticket.follower_ids,
    email_cc_ids: ticket.email_cc_ids,
    forum_topic_id: null,
    problem_id: ticket.problem_id,
    has_incidents,
    is_public: ticket.is_public,
    due_at: ticket.due_at,
    tags: ticket.tags,
    custom_fields,
    satisfaction_rating: ticket.satisfaction_rating,
    sharing_agreement_ids: [],
    custom_status_id: ticket.custom_status_id,
    ...(as === 'row' ? {} : { fields: custom_fields }),
    followup_ids: ticket.followup_ids,
    ticket_form_id: ticket.ticket_form_id,
    brand_id: ticket.brand_id,
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: false,
    ...(as === 'stamped' ? { generated_timestamp: ticket.generated_timestamp } : {}),
  }
}

export function commentJson(comment: Comment, attachments: unknown[]): Record<string, unknown> {
  const { id, type, author_id, body, html_body, plain_body, audit_id, via, created_at, metadata } = comment
  return {
    id,
    type,
    author_id,
    body,
    html_body,
    plain_body,
    public: comment.public,
    attachments,
    audit_id,
    via,
    created_at,
    metadata,
    ...(comment.data ? { data: comment.data } : {}),
  }
}

/** With the attachments of its comment. */
export const auditRow =
  (context: Pick<Context, 'world' | 'base'>) =>
  (audit: Audit): Record<string, unknown> =>
    auditJson(audit, attachmentsJson(context, audit.comment?.attachments ?? []))

export const auditJson = (audit: Audit, attachments: readonly unknown[] = []): Record<string, unknown> => ({
  id: audit.id,
  ticket_id: audit.ticket_id,
  created_at: audit.created_at,
  author_id: audit.author_id,
  metadata: audit.metadata,
  events: eventsOf(audit, attachments),
  via: audit.via,
})
