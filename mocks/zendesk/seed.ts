import { z } from 'zod'
import { unlike } from '../core/index.ts'

const clientShape = z.strictObject({
  /** The unique identifier, which requests name as `client_id`. */
  identifier: z.string().min(1),
  name: z.string().min(1).optional(),
  /** A public client shows none; one is made for it, as for every client. */
  secret: z.string().min(1).optional(),
  redirectUris: z.array(z.string()).default([]),
  kind: z.enum(['confidential', 'public']).default('confidential'),
  company: z.string().optional(),
  description: z.string().optional(),
  /** The most that a token may be given; empty: anything. */
  scopes: z.array(z.string()).default([]),
  /** Seconds; null: tokens of an older client, which never expire. Every client made since 2026-04-30 has the defaults. */
  expiresIn: z.int().min(300).max(172_800).nullable().default(1800),
  refreshTokenExpiresIn: z.int().min(604_800).max(7_776_000).default(2_592_000),
})

const client = clientShape.refine(({ kind, secret }) => kind === 'public' || secret !== undefined, {
  path: ['secret'],
  message: 'a confidential client needs a secret; a public one (kind: public) signs in without',
})

const text = z.string().nullable().optional()
const fields = z.record(z.string(), z.unknown()).optional()
const id = z.int().positive().optional()

const user = z.strictObject({
  id,
  name: z.string().min(1),
  email: text,
  phone: text,
  role: z.enum(['end-user', 'agent', 'admin']).optional(),
  external_id: text,
  alias: text,
  details: text,
  notes: text,
  tags: z.array(z.string()).optional(),
  /** By name or id. */
  organization: z.union([z.string(), z.int()]).optional(),
  organization_id: z.int().optional(),
  locale: z.string().optional(),
  time_zone: z.string().optional(),
  verified: z.boolean().optional(),
  suspended: z.boolean().optional(),
  user_fields: fields,
})

const ticket = z.looseObject({
  id,
  subject: z.string().optional(),
  description: z.string().optional(),
  comment: z.union([z.string(), z.looseObject({})]).optional(),
  /** A user by address, name or id; or the API's own `requester` and `requester_id`. */
  requester: z.union([z.string(), z.int(), z.looseObject({})]).optional(),
  assignee: z.union([z.string(), z.int()]).optional(),
  status: z.enum(['new', 'open', 'pending', 'hold', 'solved', 'closed']).optional(),
  priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
  type: z.enum(['problem', 'incident', 'question', 'task']).optional(),
  tags: z.array(z.string()).optional(),
  /** When it was made; the World's start unless said. */
  created_at: z.iso.datetime({ offset: true }).optional(),
})

const organization = z.strictObject({
  id,
  name: z.string().min(1),
  external_id: text,
  details: text,
  notes: text,
  tags: z.array(z.string()).optional(),
  domain_names: z.array(z.string()).optional(),
  organization_fields: fields,
})

const field = z.looseObject({
  id,
  type: z.string().default('text'),
  title: z.string().min(1),
  /** The name of a user's or an organization's field. */
  key: z.string().optional(),
  required: z.boolean().optional(),
  custom_field_options: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
})

/** `{}` is an account with one administrator, one OAuth client and one API token. */
export const seedSchema = z.strictObject({
  subdomain: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'a subdomain has lower-case letters, digits and hyphens')
    .default('rehearsal'),
  admin: z.strictObject({ name: z.string().min(1), email: z.email(), id }).default({ name: 'Rehearsal Admin', email: 'admin@rehearsal.example' }),
  clients: z
    .array(client)
    .superRefine(unlike('identifier'))
    .prefault([{ identifier: 'rehearsal', name: 'Rehearsal', secret: 'rehearsal-secret', redirectUris: ['http://localhost/callback'] }]),
  /** An account takes 256 (documented). */
  apiTokens: z.array(z.string().min(1)).max(256).default(['rehearsal-token']),
  ticketFields: z.array(field).default([]),
  userFields: z.array(field).default([]),
  organizationFields: z.array(field).default([]),
  users: z.array(user).default([]),
  organizations: z.array(organization).default([]),
  tickets: z.array(ticket).default([]),
  /** Invented records beside the named ones; the same World seed invents the same. */
  generate: z.strictObject({ users: z.int().nonnegative().default(0), tickets: z.int().nonnegative().default(0) }).prefault({}),
})

export type Seed = z.infer<typeof seedSchema>
export type ClientSeed = z.infer<typeof client>
