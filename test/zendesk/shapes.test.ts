import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Account, account, type Json } from './account.ts'

/**
 * `shapes.txt`: answers of the real service, one a line: year of the recording, request, status | shape. In a shape `s` is a
 * string, `i` a whole number, `f` a number, `b` true or false, `n` null, `[x]` a list, `{k:x k:y}` an object in this order.
 */
const LINE = /^(\d{4}) (\w+ \S+) (\d{3})( \[cursor\])? \| (.*)$/
const shapes = readFileSync(new URL('shapes.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const [, year, request, status, cursor, shape] = LINE.exec(line) as unknown as [string, string, string, string, string | undefined, string]
    return { year: Number(year), name: `${request} ${status}${cursor ?? ''}`, request, status: Number(status), cursor: cursor !== undefined, shape }
  })

type Shape = string | { list: Shape | undefined } | { keys: [string, Shape][] }

function readShape(text: string): Shape {
  let at = 0
  const read = (): Shape => {
    const mark = text[at++] as string
    if (mark === '[') {
      const list = text[at] === ']' ? undefined : read()
      at++
      return { list }
    }
    if (mark !== '{') return mark
    const keys: [string, Shape][] = []
    while (text[at] !== '}') {
      if (text[at] === ' ') at++
      const colon = text.indexOf(':', at)
      const key = text.slice(at, colon)
      at = colon + 1
      keys.push([key, read()])
    }
    at++
    return { keys }
  }
  return read()
}

/** Members that the service has dropped since the old recordings. */
const DROPPED = ['chat_only']
const FITS: Record<string, (value: unknown) => boolean> = {
  s: (value) => typeof value === 'string',
  i: (value) => Number.isInteger(value),
  f: (value) => typeof value === 'number',
  b: (value) => typeof value === 'boolean',
  n: () => true,
}

/** Where an answer is none of this shape; null is a value of every member, and an old recording may lack newer members. */
function differences(shape: Shape, value: Json, where: string, year: number): string[] {
  if (value === null || value === undefined) return value === null ? [] : [`${where} is missing`]
  if (typeof shape === 'string') return FITS[shape]?.(value) ? [] : [`${where} is ${JSON.stringify(value)}, not ${shape}`]
  if ('list' in shape) {
    if (!Array.isArray(value)) return [`${where} is no list`]
    return shape.list === undefined ? [] : value.slice(0, 1).flatMap((item) => differences(shape.list as Shape, item, `${where}[0]`, year))
  }
  const wanted = shape.keys.map(([key]) => key).filter((key) => !DROPPED.includes(key))
  const has = Object.keys(value).filter((key) => wanted.includes(key))
  const order =
    has.length === 0 && where.endsWith('.source.to') ? true : year < 2016 ? has.toSorted().join() === wanted.toSorted().join() : has.join() === wanted.join()
  const extra = year >= 2023 && wanted.length > 0 ? Object.keys(value).filter((key) => !wanted.includes(key)) : []
  return [
    ...(order ? [] : [`${where} has ${has.join()}, not ${wanted.join()}`]),
    ...(extra.length > 0 ? [`${where} has ${extra.join()} beside`] : []),
    ...shape.keys.filter(([key]) => has.includes(key)).flatMap(([key, inner]) => differences(inner, value[key], `${where}.${key}`, year)),
  ]
}

/** Members that newer answers of the same request have. */
const NEWER: Record<string, RegExp> = {
  'POST /api/v2/users/create_many 200': /job_type/,
  'PUT /api/v2/tickets/update_many 200': /job_type/,
  'PUT /api/v2/users/update_many 200': /job_type/,
}

const call = { app_id: 1, from_line: '+4930', to_line: '+4989', call_started_at: '2026-03-01T07:00:00+01:00', direction: 'inbound' }
let zendesk: Account
let ids: Record<string, number | string>

beforeAll(async () => {
  zendesk = account(
    {
      organizations: [{ name: 'Engines', id: 11 }],
      users: [{ name: 'Ada', email: 'ada@example.org', phone: '+4930', id: 5, organization: 'Engines' }],
      organizationFields: [{ title: 'Tier', key: 'tier', id: 21 }],
      userFields: [{ title: 'Tier', key: 'tier', id: 22 }],
      tickets: [{ subject: 'One', requester: 'Ada', tags: ['a'], email_ccs: [{ user_email: 'ada@example.org' }] }, { subject: 'Two' }, { subject: 'Gone' }],
    },
    { endpointLimits: false, rateLimit: 100_000 },
  )
  const ask = async (method: string, path: string, body?: unknown) => (await zendesk.ask(method, `/api/v2/${path}`, body)).body
  await ask('DELETE', 'tickets/3')
  const upload = (await zendesk.ask('POST', '/api/v2/uploads.json?filename=notes.txt', 'hello')).body.upload
  await ask('PUT', 'tickets/1', { ticket: { comment: { body: 'With a file', uploads: [upload.token] } } })
  const group = (await ask('GET', 'groups')).groups[0].id
  const made = (await ask('POST', 'calls', { call, comment: { title: 'Call' } })).call
  const job = (await ask('POST', 'tickets/create_many', { tickets: [{ subject: 'x', comment: { body: 'y' } }] })).job_status
  const { comments } = await ask('GET', 'tickets/1/comments')
  const { identities } = await ask('GET', 'users/5/identities')
  const me = (await ask('GET', 'users/me')).user.id
  const { organization_memberships } = await ask('GET', 'organization_memberships')
  ids = {
    group,
    call: made.id,
    job: job.id,
    comment: comments[1].id,
    attachment: comments[1].attachments[0].id,
    identity: identities[0].id,
    me,
    number: (await ask('POST', 'channels/voice/phone_numbers', { phone_number: { number: '+4930' } })).phone_number.id,
    membership: organization_memberships[0].id,
    brand: (await ask('GET', 'brands')).brands[0].id,
    form: (await ask('GET', 'ticket_forms')).ticket_forms[0].id,
    field: (await ask('GET', 'ticket_fields')).ticket_fields[0].id,
    status: (await ask('GET', 'custom_statuses')).custom_statuses[0].id,
  }
  await zendesk.world.clock.advance(600_000)
})

const tooMany = (key: string) => ({ [key]: Array.from({ length: 101 }, (_, i) => ({ name: `n${i}` })) })

/** How each recorded answer is had: the path behind `/api/v2/`, and a body. */
const REQUESTS: Record<string, () => [string, unknown?]> = {
  'GET /api/v2/brands/{id} 200': () => [`brands/${ids.brand}`],
  'GET /api/v2/calls/{id} 200': () => [`calls/${ids.call}`],
  'GET /api/v2/groups/{id} 200': () => [`groups/${ids.group}`],
  'GET /api/v2/incremental/tickets 200': () => ['incremental/tickets?start_time=0'],
  'GET /api/v2/incremental/tickets/cursor 200': () => ['incremental/tickets/cursor?start_time=0'],
  'GET /api/v2/incremental/users 200': () => ['incremental/users?start_time=0'],
  'GET /api/v2/incremental/users/cursor 200': () => ['incremental/users/cursor?start_time=0'],
  'GET /api/v2/job_statuses/{id} 200': () => [`job_statuses/${ids.job}`],
  'GET /api/v2/organization_fields/{id} 200': () => ['organization_fields/21'],
  'GET /api/v2/organization_memberships/{id} 200': () => [`organization_memberships/${ids.membership}`],
  'GET /api/v2/organizations/show_many 200': () => ['organizations/show_many?ids=11'],
  'GET /api/v2/organizations/{id}/tags 200': () => ['organizations/11/tags'],
  'GET /api/v2/ticket_fields/{id} 200': () => [`ticket_fields/${ids.field}`],
  'GET /api/v2/ticket_forms/{id} 200': () => [`ticket_forms/${ids.form}`],
  'GET /api/v2/tickets/show_many 200': () => ['tickets/show_many?ids=1,2'],
  'GET /api/v2/tickets/{id}/audits 200': () => ['tickets/1/audits?include=users'],
  'GET /api/v2/tickets/{id}/comments 200 [cursor]': () => ['tickets/1/comments'],
  'GET /api/v2/tickets/{id}/metrics 200': () => ['tickets/1/metrics'],
  'GET /api/v2/users/me 200': () => ['users/me'],
  'GET /api/v2/users/search 200': () => ['users/search?query=ada'],
  'GET /api/v2/users/{id} 200': () => [`users/${ids.me}`],
  'GET /api/v2/users/{id}/identities 200': () => ['users/5/identities'],
  'GET /api/v2/users/{id}/identities/{id} 200': () => [`users/5/identities/${ids.identity}`],
  'GET /api/v2/users/{id}/identities/{id} 404': () => ['users/5/identities/1'],
  'GET /api/v2/users/{id}/requests 200': () => ['users/5/requests'],
  'GET /api/v2/users/{id}/tickets/ccd 200': () => ['users/5/tickets/ccd'],
  'GET /api/v2/channels/voice/phone_numbers/{id} 200': () => [`channels/voice/phone_numbers/${ids.number}`],
  'POST /api/v2/channels/voice/phone_numbers 200': () => ['channels/voice/phone_numbers', { phone_number: { number: '+4989' } }],
  'PUT /api/v2/channels/voice/phone_numbers/{id} 200': () => [`channels/voice/phone_numbers/${ids.number}`, { phone_number: { nickname: 'Main' } }],
  'PATCH /api/v2/calls/{id} 200': () => [`calls/${ids.call}`, { call: { direction: 'outbound' } }],
  'POST /api/v2/brands 422': () => ['brands', { brand: { name: 'Rehearsal' } }],
  'POST /api/v2/calls 201': () => ['calls', { call, comment: { title: 'Another' } }],
  'POST /api/v2/calls/{id}/comments 201': () => [`calls/${ids.call}/comments`, { title: 'Later', call_fields: ['direction'] }],
  'POST /api/v2/custom_statuses 201': () => ['custom_statuses', { custom_status: { status_category: 'open', agent_label: 'Waiting' } }],
  'POST /api/v2/groups 201': () => ['groups', { group: { name: 'Second level' } }],
  'POST /api/v2/imports/tickets 201': () => ['imports/tickets', { ticket: { subject: 'Old', comments: [{ value: 'Then' }] } }],
  'POST /api/v2/organization_memberships 201': () => ['organization_memberships', { organization_membership: { user_id: ids.me, organization_id: 11 } }],
  'POST /api/v2/organizations 201': () => ['organizations', { organization: { name: 'New' } }],
  'POST /api/v2/organizations/create_many 400': () => ['organizations/create_many', tooMany('organizations')],
  'POST /api/v2/organizations/{id}/tags 201': () => ['organizations/11/tags', { tags: ['x'] }],
  'POST /api/v2/ticket_fields 201': () => ['ticket_fields', { ticket_field: { type: 'text', title: 'Order' } }],
  'POST /api/v2/tickets/create_many 200': () => ['tickets/create_many', { tickets: [{ comment: { body: 'z' } }] }],
  'POST /api/v2/uploads 201': () => ['uploads?filename=a.txt', 'text'],
  'POST /api/v2/user_fields 201': () => ['user_fields', { user_field: { type: 'text', title: 'Level', key: 'level' } }],
  'POST /api/v2/users 201': () => ['users', { user: { name: 'New' } }],
  'POST /api/v2/users/create_many 200': () => ['users/create_many', { users: [{ name: 'Many' }] }],
  'POST /api/v2/users/create_many 400': () => ['users/create_many', tooMany('users')],
  'POST /api/v2/users/{id}/identities 422': () => [`users/${ids.me}/identities`, { identity: { type: 'email', value: 'ada@example.org' } }],
  'PUT /api/v2/custom_statuses/{id} 200': () => [`custom_statuses/${ids.status}`, { custom_status: { agent_label: 'Fresh' } }],
  'PUT /api/v2/deleted_tickets/{id}/restore 200': () => ['deleted_tickets/3/restore'],
  'PUT /api/v2/organization_fields/{id} 200': () => ['organization_fields/21', { organization_field: { title: 'Rank' } }],
  'PUT /api/v2/organizations/{id}/tags 200': () => ['organizations/11/tags', { tags: ['y'] }],
  'PUT /api/v2/requests/{id} 406': () => ['requests/1', { request: { priority: 'low' } }],
  'PUT /api/v2/tickets/update_many 200': () => ['tickets/update_many?ids=1', { ticket: { priority: 'low' } }],
  'PUT /api/v2/tickets/{id}/comments/{id}/attachments/{id}/redact 200': () => [`tickets/1/comments/${ids.comment}/attachments/${ids.attachment}/redact`],
  'PUT /api/v2/users/update_many 200': () => ['users/update_many?ids=5', { user: { notes: 'n' } }],
  'PUT /api/v2/users/{id} 200': () => ['users/5', { user: { notes: 'n' } }],
}
const generic = ({ request, status }: { request: string; status: number }): [string, unknown?] => [
  (request.split(' ')[1] as string).replace('/api/v2/', '').replaceAll('{id}', status === 404 ? '999' : '5'),
  request.startsWith('PUT') ? {} : undefined,
]

describe('the answers of the real service', () => {
  // Webhooks are a service of their own, with headers of its own: test/zendesk/webhooks.test.ts.
  for (const shape of shapes.filter(({ request }) => !request.includes('webhooks'))) {
    const [method = '', path = ''] = shape.request.split(' ')
    test(shape.name, async () => {
      const [where, body] = REQUESTS[shape.name]?.() ?? generic(shape)
      const query = shape.cursor ? `${where.includes('?') ? '&' : '?'}page[size]=5` : ''
      const answer = await zendesk.ask(method, `/api/v2/${where}${query}`, body)
      expect(answer.status).toBe(shape.status)
      const newer = NEWER[shape.name]
      const found = differences(readShape(shape.shape), answer.body, 'body', shape.year)
      expect(found.filter((line) => !newer?.test(line))).toEqual([])
      for (const header of [
        'x-request-id',
        'x-runtime',
        'x-zendesk-api-version',
        'x-zendesk-origin-server',
        'x-rate-limit',
        'ratelimit-limit',
        'cache-control',
      ])
        expect(answer.headers.has(header), header).toBe(true)
      if (shape.status === 201 && !path.includes('uploads') && !path.includes('tags')) expect(answer.headers.has('etag')).toBe(true)
    })
  }
})
