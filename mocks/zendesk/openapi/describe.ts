import { answersJson, type Description, type Detail, type JsonSchema, type Operation, type Parameter, schemaRef } from '../../core/index.ts'
import { schemas } from './schemas.ts'

const text: JsonSchema = { type: 'string' }
const query = (name: string, description: string, schema: JsonSchema = text): Parameter => ({ name, in: 'query', description, schema })

/** Searches have pages of this kind only (documented). */
const OFFSET: Parameter[] = [
  query('page', 'Offset paging: which page, from 1', { type: 'integer', minimum: 1 }),
  query('per_page', 'Offset paging: records a page', { type: 'integer', minimum: 1, maximum: 100 }),
]
const CURSOR: Parameter[] = [
  query('page[size]', 'Cursor paging: records a page', { type: 'integer', minimum: 1, maximum: 100 }),
  query('page[after]', 'Cursor paging: goes on after this cursor'),
]
const PAGING: Parameter[] = [...OFFSET, ...CURSOR]
const IDS = query('ids', 'By comma, 100 at the most')

/** Resources whose records have a schema, by the first word of the operation's name: what nests one, what nests many. */
const resources: Readonly<Record<string, { one: string; many: string; schema: JsonSchema }>> = {
  tickets: { one: 'ticket', many: 'tickets', schema: schemaRef('Ticket') },
  users: { one: 'user', many: 'users', schema: schemaRef('User') },
  organizations: { one: 'organization', many: 'organizations', schema: schemaRef('Organization') },
}

const nested = (name: string, schema: JsonSchema): JsonSchema => ({ type: 'object', required: [name], properties: { [name]: schema } })
const list = (name: string, item: JsonSchema): JsonSchema => nested(name, { type: 'array', items: item })
const json = (schema: JsonSchema) => ({ 'application/json': schema })

const tokenRequest: JsonSchema = {
  type: 'object',
  required: ['grant_type', 'client_id'],
  properties: {
    grant_type: { enum: ['authorization_code', 'refresh_token', 'client_credentials'] },
    client_id: text,
    client_secret: text,
    scope: text,
    code: text,
    code_verifier: text,
    redirect_uri: text,
    refresh_token: text,
    expires_in: { type: 'integer', description: 'Seconds' },
    refresh_token_expires_in: { type: 'integer', description: 'Seconds' },
  },
}

const tokens: Detail = {
  summary: 'Gives a token',
  body: { 'application/json': tokenRequest, 'application/x-www-form-urlencoded': tokenRequest },
  answers: { 200: answersJson('A token', schemaRef('Token')) },
}

const named: Readonly<Record<string, Detail>> = {
  'oauth.token': tokens,
  'oauth.authorize': {
    summary: 'Asks a person whether the application may',
    parameters: ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'code_challenge', 'code_challenge_method'].map((name) => query(name, name)),
    answers: { 200: { description: 'A page', content: { 'text/html': { schema: text } } } },
  },
  'search.index': {
    summary: 'Finds tickets, users, organizations and groups',
    parameters: [
      query('query', "`type:user phone:493012345`; Zendesk's search language"),
      query('sort_by', 'A column'),
      query('sort_order', '`asc` or `desc`'),
      ...OFFSET,
    ],
    answers: { 200: answersJson('What was found', list('results', { type: 'object' })) },
  },
  'users.search': {
    summary: 'Finds users',
    parameters: [query('query', 'Words, or conditions of the search language'), query('external_id', 'Of another system'), ...OFFSET],
    answers: { 200: answersJson('Users', list('users', schemaRef('User'))) },
  },
  'ticket_fields.index': {
    summary: 'All ticket fields; pages by cursor only',
    parameters: CURSOR,
    answers: { 200: answersJson('Ticket fields', list('ticket_fields', { type: 'object' })) },
  },
  'tickets.comments': {
    summary: 'Comments of a ticket',
    parameters: PAGING,
    answers: { 200: answersJson('Comments', list('comments', schemaRef('Comment'))) },
  },
  'tickets.destroy': { answers: { 204: { description: 'Deleted' } } },
}

/** What the last word of an operation's name means wherever a resource has it. */
function byVerb(verb: string, resource: (typeof resources)[string] | undefined): Detail {
  switch (verb) {
    case 'index':
      return { parameters: PAGING, answers: { 200: answersJson('A page of records', resource ? list(resource.many, resource.schema) : undefined) } }
    case 'show':
      return { answers: { 200: answersJson('The record', resource ? nested(resource.one, resource.schema) : undefined) } }
    case 'show_many':
      return { parameters: [IDS], answers: { 200: answersJson('The records', resource ? list(resource.many, resource.schema) : undefined) } }
    case 'create':
    case 'update':
      if (!resource) return { body: json({ type: 'object' }) }
      return {
        body: json(nested(resource.one, resource.schema)),
        answers: { [verb === 'create' ? '2XX' : '200']: answersJson('The record as it is now', nested(resource.one, resource.schema)) },
      }
    default:
      return {}
  }
}

export const describeZendesk = (): Description => ({
  says: [
    'Zendesk Support and Talk Partner Edition. Zendesk describes them at https://developer.zendesk.com/api-reference/.',
    'Every path of `/api/v2` takes `.json` at its end too.',
  ].join('\n'),
  security: {
    oauth: { type: 'http', scheme: 'bearer', description: 'A token of /oauth/tokens' },
    apiToken: { type: 'http', scheme: 'basic', description: '`EMAIL/token` and an API token' },
  },
  open: ({ path }: Operation) => !path.startsWith('/api/'),
  schemas,
  errors: { 'application/json': schemaRef('Error'), 'text/plain': text },
  detail({ name, method }: Operation) {
    const [folder = '', verb = ''] = name.split('.')
    const known = named[name] ?? byVerb(verb, resources[folder])
    return known.body || method === 'GET' || method === 'DELETE' ? known : { ...known, body: json({ type: 'object' }) }
  },
})
