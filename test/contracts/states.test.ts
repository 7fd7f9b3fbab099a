// biome-ignore-all lint/suspicious/noTemplateCurlyInString: provider states have named parameters
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { together } from '../../harness/contracts/arrangement.ts'
import { fakeProvider } from '../../harness/contracts/fake.ts'
import { chosen, sentEvents } from '../../harness/contracts/messages.ts'
import { arranged, StateError, type System } from '../../harness/contracts/state.ts'
import { arrangementOf, states } from '../../harness/contracts/states/index.ts'

const every = Object.entries(states).flatMap(([system, known]) => known.map((state) => [system as System, state.says, state] as const))

describe('every provider state', () => {
  it.each(every)('of %s, %s, can be put in place as it stands', async (system, says) => {
    const needs = says === 'a record of ${set} exists' ? { fields: { accountid: '11111111-2222-4333-8444-555555555555', name: 'Engines' } } : {}
    const arrangement = arrangementOf(system, { name: says, params: needs })
    if (system === 'contact-centre') return expect(chosen(await sentEvents(), arrangement.message?.type ?? '', {})).toHaveProperty('specversion', '1.0')
    const provider = fakeProvider(system)
    const values = await provider.begin(arrangement)
    for (const { row, key, value = '' } of arrangement.records ?? []) expect(values[value]).toBe(row[key])
    await provider.end()
  })

  it('is documented with its parameters, and none that is not there', () => {
    const text = readFileSync(new URL('../../docs/contracts.md', import.meta.url), 'utf8')
    const documented = [...text.matchAll(/^\| (entra|dynamics|zendesk|contact-centre) \| `([^`]+)` \| (.*) \|$/gm)].map(([, system, says, names]) => [
      system,
      says,
      names?.replaceAll('`', ''),
    ])
    expect(documented).toEqual(every.map(([system, says, { parameters }]) => [system, says, Object.keys(parameters).join(', ')]))
  })
})

describe('a state', () => {
  it('with a parameter that it does not have says which it has', () => {
    const asked = { name: 'a contact with phone ${phone} exists', params: { phne: '1' } }
    expect(() => arrangementOf('dynamics', asked)).toThrow(
      'has no parameter "phne". Did you mean "phone"? It has phone, contactid, firstname, lastname, fields.',
    )
  })

  it('that asks for what the stand-in cannot hold says why', async () => {
    const arrangement = arrangementOf('dynamics', { name: 'a contact with phone 1 exists', params: { fields: { nothing: 'x' } } })
    await expect(fakeProvider('dynamics').begin(arrangement)).rejects.toThrow(/does not fit the dynamics stand-in: .*nothing/)
  })

  it.each(['5 minutes', -1, 'x'])('takes no %j for a number of seconds', (seconds) => {
    expect(() => arrangementOf('zendesk', { name: 'Zendesk throttles requests for ${seconds} seconds', params: { seconds } })).toThrow(StateError)
  })

  it('is found by its sentence whatever its case and spaces', () => {
    expect(arranged('dynamics', states.dynamics, { name: ' The  access token HAS expired', params: {} }).access).toEqual({ kind: 'expired', after: 7_200_000 })
  })

  it('and another one may speak of the same record: both hold', async () => {
    const both = together([
      arrangementOf('zendesk', { name: 'a user with phone ${phone} exists', params: { phone: '+49307777777' } }),
      arrangementOf('zendesk', { name: 'a ticket ${ticketId} of the user ${userId} exists', params: {} }),
    ])
    expect(both.records?.map(({ set }) => set)).toEqual(['users', 'tickets'])
    const provider = fakeProvider('zendesk')
    const { userId } = await provider.begin(both)
    const { user } = (await (await provider.answer(`/api/v2/users/${userId}`, { method: 'GET', headers: { authorization: 'Bearer TOKEN' } })).json()) as {
      user: object
    }
    expect(user).toMatchObject({ phone: '+49307777777', name: 'Ada Byron' })
    await provider.end()
  })

  it('and another one are in place together', () => {
    const both = together([
      { values: { a: 1 }, access: { kind: 'usual' } },
      { values: { b: 2 }, access: { kind: 'wrong' } },
    ])
    expect(both).toMatchObject({ values: { a: 1, b: 2 }, access: { kind: 'wrong' } })
  })
})

describe('an event', () => {
  it('of a type that is not sent is answered with those that are', async () => {
    const events = await sentEvents()
    expect(() => chosen(events, 'com.nice.cxone.CallContact', {})).toThrow(/Did you mean "com\.nice\.cxone\.CallContactEvent"\? Known:\n/)
    expect(() => chosen(events, 'VoiceContact', { ani: 'nobody' })).toThrow('has {"ani":"nobody"} in its data')
  })
})
