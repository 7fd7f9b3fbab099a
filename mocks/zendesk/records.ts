import type { Table, TableDefinition, World } from '../core/index.ts'
import { wordKeys } from './search/text.ts'

export type Role = 'end-user' | 'agent' | 'admin'

/** In the order in which the service sends the keys (recorded 2024); `id` and `url` come first on the wire. */
export interface User {
  id: number
  name: string
  email: string | null
  created_at: string
  updated_at: string
  time_zone: string
  iana_time_zone: string
  phone: string | null
  shared_phone_number: boolean | null
  photo: null
  locale_id: number
  locale: string
  organization_id: number | null
  role: Role
  verified: boolean
  external_id: string | null
  tags: string[]
  alias: string | null
  active: boolean
  shared: boolean
  shared_agent: boolean
  last_login_at: string | null
  two_factor_auth_enabled: boolean | null
  signature: string | null
  details: string | null
  notes: string | null
  role_type: number | null
  custom_role_id: number | null
  moderator: boolean
  ticket_restriction: string | null
  only_private_comments: boolean
  restricted_agent: boolean
  suspended: boolean
  default_group_id: number | null
  report_csv: boolean
  user_fields: Record<string, unknown>
}

export interface Identity {
  id: number
  user_id: number
  type: string
  value: string
  verified: boolean
  primary: boolean
  created_at: string
  updated_at: string
}

export interface Via {
  channel: string | number
  source: { from: Record<string, unknown>; to: Record<string, unknown>; rel: string | null }
}

export type TicketStatus = 'new' | 'open' | 'pending' | 'hold' | 'solved' | 'closed' | 'deleted'

/** Without what is derived on the way out: `url`, `raw_subject`, `fields`. */
export interface Ticket {
  id: number
  external_id: string | null
  via: Via
  created_at: string
  updated_at: string
  generated_timestamp: number
  type: string | null
  subject: string | null
  description: string
  priority: string | null
  status: TicketStatus
  recipient: string | null
  requester_id: number
  submitter_id: number
  assignee_id: number | null
  organization_id: number | null
  group_id: number | null
  collaborator_ids: number[]
  follower_ids: number[]
  email_cc_ids: number[]
  problem_id: number | null
  is_public: boolean
  due_at: string | null
  tags: string[]
  /** Values by field id; what is not here is null. */
  custom: Record<string, unknown>
  satisfaction_rating: { id?: number; score: string; comment?: string } | null
  custom_status_id: number
  followup_ids: number[]
  ticket_form_id: number
  brand_id: number
  solved_at: string | null
  /** Of a deleted ticket: the status that it gets back when it is restored, and who deleted it. */
  before_deletion?: TicketStatus
  deleted_by?: number
}

export interface Metadata {
  system: Record<string, unknown>
  custom: Record<string, unknown>
}

export interface Comment {
  id: number
  ticket_id: number
  audit_id: number
  type: 'Comment' | 'VoiceComment' | 'TpeVoiceComment'
  author_id: number
  body: string
  html_body: string
  plain_body: string
  public: boolean
  attachments: number[]
  via: Via
  created_at: string
  metadata: Metadata
  /** Of a voice comment. */
  data?: Record<string, unknown>
}

export interface AuditEvent {
  id: number
  type: string
  [key: string]: unknown
}

/** What was done to a ticket at once. The comment that was written with it is stored here and nowhere else. */
interface AuditHead {
  id: number
  ticket_id: number
  created_at: string
  author_id: number
  metadata: Metadata
  via: Via
}
export interface Change extends AuditHead {
  /** Its event comes before the others. */
  comment?: Comment | undefined
  events: AuditEvent[]
}
/** A ticket as it was made and its first comment, which tell all events: written out, these would weigh more than both. */
export interface Creation extends AuditHead {
  ticket: Ticket
  comment: Comment
}
export type Audit = Change | Creation

export interface Organization {
  id: number
  name: string
  shared_tickets: boolean
  shared_comments: boolean
  external_id: string | null
  created_at: string
  updated_at: string
  domain_names: string[]
  details: string | null
  notes: string | null
  group_id: number | null
  tags: string[]
  organization_fields: Record<string, unknown>
}

export const digitsOf = (text: string): string => text.replaceAll(/\D/g, '')

const lower = (text: string | null): string | undefined => text?.toLowerCase()
const id = (value: number | null): string | undefined => (value === null ? undefined : String(value))

/** What plain words of a search look at in a user. */
export const wordsOfUser = (user: User): (string | null | undefined)[] => [
  user.name,
  user.email,
  user.email?.replace('@', ' '),
  user.phone,
  user.phone && digitsOf(user.phone),
  user.alias,
  user.external_id,
  user.notes,
  user.details,
  ...user.tags,
]
/** What plain words of a search look at in a ticket, beside its comments, of which the description is the first. */
export const wordsOfTicket = (ticket: Ticket): (string | null)[] => [
  ticket.subject,
  ...ticket.tags,
  ...Object.values(ticket.custom).map((value) => (value === null ? null : String(value))),
]

const users: TableDefinition<User> = {
  name: 'zendesk.users',
  indexes: {
    phone: (user) => (user.phone && user.active ? digitsOf(user.phone) : undefined),
    external: (user) => lower(user.external_id),
    organization: (user) => id(user.organization_id),
  },
  lazy: { words: (user) => wordKeys(wordsOfUser(user)) },
}
const identities: TableDefinition<Identity> = {
  name: 'zendesk.identities',
  indexes: {
    user: (identity) => String(identity.user_id),
    email: (identity) => (identity.type === 'email' ? identity.value.toLowerCase() : undefined),
    phone: (identity) => (identity.type === 'phone_number' ? digitsOf(identity.value) : undefined),
  },
}
const tickets: TableDefinition<Ticket> = {
  name: 'zendesk.tickets',
  lazy: {
    requester: (ticket) => String(ticket.requester_id),
    assignee: (ticket) => id(ticket.assignee_id),
    organization: (ticket) => id(ticket.organization_id),
    external: (ticket) => lower(ticket.external_id),
    problem: (ticket) => id(ticket.problem_id),
    words: (ticket) => wordKeys(wordsOfTicket(ticket)),
  },
}
const audits: TableDefinition<Audit> = {
  name: 'zendesk.audits',
  lazy: { ticket: (audit) => String(audit.ticket_id), words: ({ comment }) => comment && wordKeys([comment.body]) },
}
const organizations: TableDefinition<Organization> = {
  name: 'zendesk.organizations',
  indexes: { name: (organization) => organization.name.toLowerCase(), external: (organization) => lower(organization.external_id) },
}

const table =
  <T>(definition: TableDefinition<T>) =>
  (world: World): Table<T> =>
    world.store.table(definition)

export const usersOf = table(users)
export const identitiesOf = table(identities)
export const ticketsOf = table(tickets)
export const auditsOf = table(audits)
export const organizationsOf = table(organizations)

export const userById = (world: World, userId: number | null): User | undefined => (userId === null ? undefined : usersOf(world).get(String(userId)))

/** The user who owns this email address, primary or not. */
export function userByEmail(world: World, email: string): User | undefined {
  const [identity] = identitiesOf(world).find('email', email.trim().toLowerCase())
  return identity && userById(world, identity.user_id)
}
