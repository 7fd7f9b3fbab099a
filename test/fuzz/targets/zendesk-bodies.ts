import type { Operation } from '../../../mocks/core/index.ts'
import type { Random } from '../../../mocks/core/random.ts'
import { accountOf } from '../../../mocks/zendesk/account.ts'
import zendesk from '../../../mocks/zendesk/index.ts'
import { account } from '../../zendesk/account.ts'
import type { Target } from '../target.ts'

/** An account with one of everything that an operation may name. */
export const seed = {
  organizations: [{ name: 'Engines Ltd', id: 8, tags: ['gold'] }],
  users: [
    { name: 'Ada Byron', email: 'ada@example.org', id: 5, phone: '+4930123456' },
    { name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent', id: 6 },
  ],
  tickets: Array.from({ length: 9 }, (_, i) => ({
    subject: `Ticket ${i + 1}`,
    requester: 'ada@example.org',
    tags: ['vip'],
    custom_fields: [{ id: 31, value: 'gold' }],
  })),
  ticketFields: [
    { id: 31, type: 'tagger', title: 'Tier', custom_field_options: [{ name: 'Gold', value: 'gold' }] },
    { id: 32, type: 'date', title: 'Day' },
    { id: 33, type: 'regexp', title: 'Number', regexp_for_validation: '^(a+)+$' },
  ],
  userFields: [{ id: 41, key: 'tier', type: 'dropdown', title: 'Tier', custom_field_options: [{ name: 'Gold', value: 'gold' }] }],
  organizationFields: [{ id: 51, key: 'since', type: 'date', title: 'Since' }],
}
export const settings = { rateLimit: 10_000_000, endpointLimits: false, webhookDelivery: 'off' }

/** What a body may nest under, and every name that some operation reads. */
const ROOTS =
  'ticket user organization request comment call identity group group_membership organization_membership brand custom_status ticket_form ticket_field user_field organization_field custom_field_option client token phone_number satisfaction_rating custom_object custom_object_field custom_object_record job trigger webhook voice_comment'.split(
    ' ',
  )
const LISTS = 'tickets users organizations ids tags requests filter items'.split(' ')
const FIELDS =
  `id ids name email phone role tags external_id user_fields organization_id organization domain_names notes details alias active verified suspended
  subject comment description status priority type requester requester_id assignee_id submitter_id group_id collaborator_ids collaborators followers email_ccs custom_fields fields
  custom_status_id ticket_form_id brand_id due_at problem_id via via_id metadata safe_update updated_stamp additional_tags remove_tags created_at updated_at solved_at comments
  body html_body public author_id uploads voice_comment from to recording_url started_at call_duration answered_by_id transcription_text location value primary text url
  title key regexp_for_validation custom_field_options options position required raw_title ticket_field_ids agent_conditions end_user_conditions
  agent_label end_user_label status_category default subdomain identifier secret redirect_uri redirect_uris scopes client_id user_id expires_in kind
  app_id app_name from_line to_line call_started_at call_ended_at direction display_to_agent ticket_id end_user_id agent_id completion_status call_fields author_id
  score reason custom_object_fields custom_object_key relationship_target_type action items conditions actions all any endpoint http_method request_format authentication subscriptions signing_secret custom_headers
  number nickname target_comment source_comment parent_field_id`.split(/\s+/)

const HOSTILE: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '\0',
  '\ud800',
  '__proto__',
  'constructor',
  '../../etc',
  '%00',
  '<script>alert(1)</script>',
  'x'.repeat(70_000),
  `${'a'.repeat(40)}!`,
  [],
  [null],
  [[]],
  ['\0', {}, 5, null],
  {},
  { a: { b: [] } },
  { id: {}, value: [] },
  [{ id: null, value: { a: 1 } }],
  [
    { id: 31, value: [1, {}] },
    { id: 33, value: `${'a'.repeat(40)}!` },
  ],
  { toString: 1, valueOf: null },
  { length: -1 },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  { body: null, uploads: [null, {}] },
  '9999-99-99',
  '+275760-09-13T00:00:00.001Z',
] // prettier-ignore

/** Everything sound, so that a wrong value is not hidden behind an earlier refusal. */
const SOUND: Record<string, unknown> = {
  name: 'Sound',
  subject: 'Sound',
  comment: { body: 'Sound' },
  title: 'Sound',
  key: 'sound',
  type: 'text',
  value: 'gold',
  agent_label: 'Sound',
  status_category: 'open',
  subdomain: 'sound',
  identifier: 'sound',
  redirect_uri: ['https://app.example.org/'],
  app_id: 1,
  from_line: '+1',
  to_line: '+2',
  call_started_at: '2026-03-01T08:00:00Z',
  direction: 'inbound',
  via_id: 45,
  ids: [2, 3],
  user_id: 5,
  group_id: accountOf(account(seed, settings).world).groupId,
  organization_id: 8,
  score: 'good',
  endpoint: 'https://hook.example.org/',
  http_method: 'POST',
  request_format: 'json',
  status: 'active',
  subscriptions: ['conditional_ticket_events'],
  text: 'Ticket',
  client_id: 1,
  scopes: ['read'],
  action: 'create',
  items: [{ name: 'Sound' }],
} // prettier-ignore

export const writes = zendesk.operations.filter(
  ({ method, path, name }) => method !== 'GET' && method !== 'ALL' && !path.endsWith('.json') && !name.endsWith('not_imitated'),
)
export const reads = zendesk.operations.filter(({ method, path, name }) => method === 'GET' && !path.endsWith('.json') && !name.endsWith('not_imitated'))

const PLACES: Record<string, string> = {
  users: '5',
  user: '5',
  target: '5',
  organizations: '8',
  ticket_fields: '31',
  user_fields: '41',
  organization_fields: '51',
  agent: '6',
  agents: '6',
}
/** The operation's path with ids that mostly exist. */
export const pathOf = ({ path }: Operation, id: string): string =>
  path.replaceAll(
    /\/([a-z_]+)\/:(\w+)(\{[^}]*\})?/g,
    (_, folder: string, name: string) => `/${folder}/${encodeURIComponent(id || PLACES[folder] || PLACES[name] || '1')}`,
  )

/** A body as JSON: sound but for one to three values, or one value alone. */
export function hostileBody(random: Random): string {
  const kind = random.next()
  if (kind < 0.1) return JSON.stringify(random.pick(HOSTILE)) ?? ''
  if (kind < 0.3) return JSON.stringify({ [random.pick([...ROOTS, ...LISTS])]: random.pick(HOSTILE) })
  const fields = { ...SOUND }
  for (let turns = random.int(1, 3); turns > 0; turns--) fields[random.pick(FIELDS)] = random.pick(HOSTILE)
  // A long text under every name would measure how long megabytes take.
  if (JSON.stringify(fields).length > 20_000) return JSON.stringify({ [random.pick(ROOTS)]: fields })
  return JSON.stringify({
    ...(random.next() < 0.5 ? fields : {}),
    ...Object.fromEntries(ROOTS.map((root) => [root, fields])),
    ...Object.fromEntries(LISTS.map((list) => [list, list === 'ids' ? [2, 3] : [fields]])),
  })
}

const IDS = ['', '', '', '', '0', '\0', 'a b', '99999999999999999999'] as const
/** What an operation may answer to a body that makes no sense. */
export const REFUSALS: readonly number[] = [200, 201, 204, 302, 400, 401, 403, 404, 406, 409, 413, 422, 429, 501]

/** A hostile write to this operation, as text. */
export const hostileWrite = (operation: Operation, random: Random): string =>
  JSON.stringify([operation.method, pathOf(operation, random.pick(IDS)), hostileBody(random)])

/** Bodies of every operation that writes in Zendesk, and after them everything that can be read: what was stored must be readable. */
export const zendeskBodies: Target = {
  name: 'zendesk-bodies',
  async open() {
    let one = account(seed, settings)
    const ask = async (method: string, path: string, body?: string) => {
      const { status, text } = await one.ask(method, path, body, { 'content-type': 'application/json' })
      const crash = one.last().remarks.find(({ kind }) => kind === 'crashed')
      return crash || !REFUSALS.includes(status) ? `${method} ${path} answered ${status} ${text.slice(0, 200)} ${JSON.stringify(crash ?? '')}` : undefined
    }
    let number = 0
    return {
      input: (random) => hostileWrite(random.pick(writes), random),
      async run(input) {
        const [method, path, body] = JSON.parse(input) as [string, string, string]
        const wrong = await ask(method, path, body)
        const read = reads[number++ % reads.length] as Operation
        return wrong ?? (await ask('GET', pathOf(read, '')))
      },
      async renew() {
        await one.world.clock.advance(5000)
        one = account(seed, settings)
      },
    }
  },
}
