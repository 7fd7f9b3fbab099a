import type { JsonSchema } from '../../core/index.ts'

const text: JsonSchema = { type: 'string' }
const maybeText: JsonSchema = { type: ['string', 'null'] }
const flag: JsonSchema = { type: 'boolean' }
const id: JsonSchema = { type: 'integer', format: 'int64' }
const maybeId: JsonSchema = { type: ['integer', 'null'], format: 'int64' }
const ids: JsonSchema = { type: 'array', items: id }
const time: JsonSchema = { type: 'string', format: 'date-time' }
const maybeTime: JsonSchema = { type: ['string', 'null'], format: 'date-time' }
const tags: JsonSchema = { type: 'array', items: text }
const byName: JsonSchema = { type: 'object' }

const readOnly = (schema: JsonSchema): JsonSchema => ({ ...schema, readOnly: true })
const choice = (...values: (string | null)[]): JsonSchema => ({ enum: values })

const ticket: JsonSchema = {
  type: 'object',
  properties: {
    id: readOnly(id),
    url: readOnly(text),
    external_id: maybeText,
    via: byName,
    created_at: readOnly(time),
    updated_at: readOnly(time),
    type: choice('problem', 'incident', 'question', 'task', null),
    subject: maybeText,
    raw_subject: maybeText,
    description: readOnly(maybeText),
    comment: { writeOnly: true, type: 'object', properties: { body: text, html_body: text, public: flag, author_id: id, uploads: tags } },
    requester: { writeOnly: true, type: 'object', properties: { name: text, email: text, locale_id: id } },
    priority: choice('urgent', 'high', 'normal', 'low', null),
    status: choice('new', 'open', 'pending', 'hold', 'solved', 'closed', 'deleted'),
    recipient: maybeText,
    requester_id: id,
    submitter_id: id,
    assignee_id: maybeId,
    organization_id: maybeId,
    group_id: maybeId,
    collaborator_ids: ids,
    follower_ids: ids,
    email_cc_ids: ids,
    problem_id: maybeId,
    has_incidents: readOnly(flag),
    is_public: readOnly(flag),
    due_at: maybeTime,
    tags,
    custom_fields: { type: 'array', items: { type: 'object', required: ['id', 'value'], properties: { id, value: {} } } },
    custom_status_id: maybeId,
    ticket_form_id: maybeId,
    brand_id: id,
    satisfaction_rating: { type: ['object', 'null'] },
    followup_ids: readOnly(ids),
    safe_update: { writeOnly: true, type: 'boolean' },
    updated_stamp: { writeOnly: true, type: 'string', format: 'date-time' },
  },
}

const user: JsonSchema = {
  type: 'object',
  properties: {
    id: readOnly(maybeId),
    url: readOnly(text),
    name: text,
    email: maybeText,
    created_at: readOnly(time),
    updated_at: readOnly(time),
    time_zone: text,
    iana_time_zone: readOnly(text),
    phone: maybeText,
    shared_phone_number: { type: ['boolean', 'null'] },
    locale_id: id,
    locale: text,
    organization_id: maybeId,
    role: choice('end-user', 'agent', 'admin'),
    verified: flag,
    external_id: maybeText,
    tags,
    alias: maybeText,
    active: readOnly(flag),
    shared: readOnly(flag),
    last_login_at: readOnly(maybeTime),
    signature: maybeText,
    details: maybeText,
    notes: maybeText,
    suspended: flag,
    default_group_id: maybeId,
    user_fields: byName,
  },
}

const organization: JsonSchema = {
  type: 'object',
  properties: {
    id: readOnly(id),
    url: readOnly(text),
    name: text,
    shared_tickets: flag,
    shared_comments: flag,
    external_id: maybeText,
    created_at: readOnly(time),
    updated_at: readOnly(time),
    domain_names: tags,
    details: maybeText,
    notes: maybeText,
    group_id: maybeId,
    tags,
    organization_fields: byName,
  },
}

const comment: JsonSchema = {
  type: 'object',
  properties: {
    id,
    type: choice('Comment', 'VoiceComment', 'TpeVoiceComment'),
    author_id: id,
    body: text,
    html_body: text,
    plain_body: text,
    public: flag,
    attachments: { type: 'array', items: byName },
    audit_id: id,
    created_at: time,
  },
}

/** Which of its shapes an error has depends on who refuses: the application, validation, the door, or OAuth. */
const error: JsonSchema = {
  type: 'object',
  anyOf: [
    { required: ['error'], properties: { error: text, description: text, details: byName, message: text } },
    { required: ['error'], properties: { error: { type: 'object', required: ['title', 'message'], properties: { title: text, message: text } } } },
    { required: ['errors'], properties: { errors: { type: 'array', items: { type: 'object', properties: { code: text, title: text } } } } },
    { required: ['error', 'error_description'], properties: { error: text, error_description: text } },
  ],
}

const token: JsonSchema = {
  type: 'object',
  required: ['access_token', 'token_type', 'scope'],
  properties: {
    access_token: text,
    refresh_token: maybeText,
    token_type: choice('bearer'),
    scope: text,
    expires_in: { type: ['integer', 'null'], description: 'Seconds; null: never' },
    refresh_token_expires_in: { type: ['integer', 'null'], description: 'Seconds' },
  },
}

export const schemas: Record<string, JsonSchema> = {
  Error: error,
  Token: token,
  Ticket: ticket,
  User: user,
  Organization: organization,
  Comment: comment,
}
