import type { World } from '../../core/index.ts'
import { organizationsOf, type User, userById } from '../records.ts'
import { commentsOn } from '../tickets/conversation.ts'
import type { Saved } from '../webhooks/saved.ts'

type Values = Record<string, unknown>

const person = (user: User | undefined): Values =>
  user
    ? {
        id: user.id,
        name: user.name,
        first_name: user.name.split(' ')[0],
        last_name: user.name.split(' ').slice(1).join(' '),
        email: user.email,
        phone: user.phone,
        external_id: user.external_id,
        role: user.role,
        details: user.details,
        notes: user.notes,
        tags: user.tags.join(' '),
        custom_fields: user.user_fields,
      }
    : {}

function valuesOf(world: World, { ticket, user }: Saved): Values {
  const said = commentsOn(world, ticket.id)
  const latest = said.at(-1)
  const organization = ticket.organization_id === null ? undefined : organizationsOf(world).get(String(ticket.organization_id))
  const host = `${world.tenancy.zendesk}.zendesk.com`
  const fields = Object.fromEntries(Object.entries(ticket.custom).map(([id, value]) => [`ticket_field_${id}`, value]))
  return {
    ticket: {
      ...fields,
      id: ticket.id,
      title: ticket.subject,
      description: ticket.description,
      status: ticket.status,
      priority: ticket.priority,
      ticket_type: ticket.type,
      external_id: ticket.external_id,
      via: ticket.via.channel,
      tags: ticket.tags.join(' '),
      due_date: ticket.due_at,
      created_at: ticket.created_at,
      updated_at: ticket.updated_at,
      url: `${host}/agent/tickets/${ticket.id}`,
      link: `https://${host}/agent/tickets/${ticket.id}`,
      account: world.tenancy.zendesk,
      requester: person(userById(world, ticket.requester_id)),
      assignee: person(userById(world, ticket.assignee_id)),
      submitter: person(userById(world, ticket.submitter_id)),
      organization: organization ? { id: organization.id, name: organization.name, external_id: organization.external_id } : {},
      latest_comment: latest?.body,
      latest_public_comment: said.findLast((comment) => comment.public)?.body,
    },
    current_user: person(user),
  }
}

/** The body that a trigger sends: text with `{{placeholders}}`, or for a form a list of names and values. What is unknown is empty. */
export function bodyFor(world: World, body: unknown, format: string, saved: Saved): string {
  const values = valuesOf(world, saved)
  const fill = (text: string, quote: (value: string) => string) =>
    text.replaceAll(/\{\{\s*([\w.]+)\s*\}\}/g, (_whole, path: string) => {
      const found = path
        .split('.')
        .reduce<unknown>((at, key) => (at !== null && typeof at === 'object' && Object.hasOwn(at, key) ? (at as Values)[key] : undefined), values)
      return found === undefined || found === null || typeof found === 'object' ? '' : quote(String(found))
    })
  if (Array.isArray(body)) {
    const pairs = body.map((pair: unknown): [string, string] =>
      Array.isArray(pair) ? [String(pair[0]), fill(String(pair[1] ?? ''), same)] : [String(pair), ''],
    )
    return new URLSearchParams(pairs).toString()
  }
  return fill(String(body ?? ''), format === 'json' ? (value) => JSON.stringify(value).slice(1, -1) : same)
}

const same = (value: string): string => value
