import { describe, expect, test } from 'vitest'
import { type Account, account, get, type Json } from './account.ts'

const seed = { users: [{ name: 'Ada', id: 5 }], tickets: [{ subject: 'One', requester: 'Ada' }] }
const call = { app_id: 1, from_line: '+4930', to_line: '+4989', call_started_at: '2022-01-27T15:31:40+01', direction: 'inbound' }
const made = async (zendesk: Account, more: Json = {}, beside: Json = {}) => zendesk.ask('POST', '/api/v2/calls', { call: { ...call, ...more }, ...beside })

describe('a call', () => {
  test.each([
    ['whose start has an offset without minutes', {}],
    ['with what the caller chose about recording', { call_recording_consent: 'opt_in', call_recording_consent_action: 'caller_opted_in' }],
    ['back that was asked for on the web', { callback: true, callback_source: 'web widget' }],
  ])('%s, as the documentation has it, is taken', async (_, more) => {
    const { status, headers, body } = await made(account(seed), more)
    expect([status, headers.get('x-zendesk-api-warn'), body.call.call_started_at]).toEqual([201, null, '2022-01-27T14:31:40Z'])
    const { call_recording_consent: _unshown, ...told } = more as Json
    expect(body.call).toMatchObject(told)
  })

  test.each([
    ['recording consent', { call_recording_consent: 'maybe' }],
    ['source of a callback', { callback_source: 'fax' }],
    ['start', { call_started_at: '2022-02-30T00:00:00Z' }],
  ])('of no known %s is refused', async (_, more) => {
    expect((await made(account(seed), more)).status).toBe(422)
  })

  test('keeps what every call has: a change that takes its direction away is refused, one that says how it ended is not', async () => {
    const zendesk = account(seed)
    const { id } = (await made(zendesk)).body.call
    const changed = async (values: Json) => (await zendesk.ask('PATCH', `/api/v2/calls/${id}`, { call: values })).status
    expect([await changed({ direction: null }), await changed({ from_line: '' }), await changed({ completion_status: 'failed' })]).toEqual([422, 422, 200])
    expect((await get(zendesk, `calls/${id}`)).call).toMatchObject({ direction: 'inbound', from_line: '+4930', completion_status: 'failed' })
  })

  test('names what it does not know in the words of the voice service', async () => {
    const zendesk = account(seed)
    expect((await made(zendesk, { colour: 1 }, { notes: 2 })).headers.get('x-zendesk-api-warn')).toBe(
      'Removed restricted keys ["colour", "notes"] from parameters according to whitelist',
    )
    expect(zendesk.last().remarks).toContainEqual({ kind: 'ignored', what: 'unknown keys: colour, notes' })
  })

  test('is answered by a server of its own, whose rate is not counted down, errors too', async () => {
    const zendesk = account(seed)
    for (const answer of [await made(zendesk), await made(zendesk), await zendesk.ask('GET', '/api/v2/calls/9'), await made(zendesk, { direction: 'up' })]) {
      expect(answer.headers.get('x-zendesk-origin-server')).toMatch(/^voice-app-server-/)
      expect([answer.headers.get('x-rate-limit'), answer.headers.get('x-rate-limit-remaining')]).toEqual(['700', '700'])
    }
  })

  test('leaves its comment in an audit like any other of its ticket', async () => {
    const zendesk = account(seed)
    const { id } = (await made(zendesk, { ticket_id: 1, end_user_id: 5 })).body.call
    const { headers, body } = await zendesk.ask('POST', `/api/v2/calls/${id}/comments`, { title: 'Called', call_fields: ['direction'] })
    expect(headers.get('x-zendesk-api-warn')).toBe('Removed restricted keys ["comment"] from parameters according to whitelist')
    const { audits } = await get(zendesk, 'tickets/1/audits')
    await zendesk.ask('DELETE', '/api/v2/tickets/1')
    expect((await zendesk.ask('POST', `/api/v2/calls/${id}/comments`, { title: 'Too late' })).status).toBe(404)
    expect(audits[1]).toMatchObject({
      id: body.audit_id,
      metadata: audits[0].metadata,
      events: [{ id: body.id, type: 'TpeVoiceComment', author_id: 5, data: { call_id: id } }],
    })
  })
})

test('a voice ticket is told without its audit', async () => {
  const { status, body } = await account(seed).ask('POST', '/api/v2/channels/voice/tickets', { ticket: { via_id: 44, comment: { body: 'Voicemail' } } })
  expect([status, Object.keys(body)]).toEqual([201, ['ticket']])
})

test.each(['due_at', 'created'])('an instant without a zone is in UTC: %s', async (what) => {
  const zendesk = account(seed)
  await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { due_at: '2026-03-02 10:30:00' } })
  if (what === 'due_at') expect((await get(zendesk, 'tickets/1')).ticket.due_at).toBe('2026-03-02T10:30:00Z')
  else expect((await get(zendesk, 'search?query=due_date:2026-03-02T10:30:00')).count).toBe(1)
})
