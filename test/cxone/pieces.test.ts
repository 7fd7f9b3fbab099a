import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldName } from '../../harness/configuration/field-name.ts'
import { type CrmConfiguration, channels } from '../../harness/configuration/schema.ts'
import { created, emptyCard, found, linked, pick, pinned } from '../../harness/cxone/card.ts'
import type { CrmRecord } from '../../harness/cxone/crm/client.ts'
import { expiry, tokenSource } from '../../harness/cxone/crm/tokens.ts'
import { bodyOf, silentLosses } from '../../harness/cxone/crm/zendesk-body.ts'
import { fieldOf, holdsJust, plainly } from '../../harness/cxone/crm/zendesk-fields.ts'
import { memorialFields } from '../../harness/cxone/memorialize.ts'
import { normalPhone, phoneForms } from '../../harness/cxone/phone.ts'
import { fill, stepOf } from '../../harness/cxone/script.ts'
import { asText, byteLength, cutCharacters } from '../../harness/cxone/text.ts'

const configuration = { integrationType: 'Zendesk', name: 'Support' } as CrmConfiguration
const record = (type: string, id: string, display = id): CrmRecord => ({ type, id, label: type, display, url: `/${id}`, fields: [] })

describe('telephone numbers', () => {
  test('an international number is asked for in all the ways people write it', () => {
    expect(phoneForms('+49301234567')).toEqual(['+49301234567', '+49 30 1234567', '49301234567', '030 1234567', '0301234567'])
  })
  test('telephony leaves the plus out', () => {
    expect(phoneForms('49301234567')).toContain('+49301234567')
    expect(normalPhone('49301234567')).toBe('+49301234567')
  })
  test('a national number needs a country', () => {
    expect(phoneForms('030 1234567', 'DE')).toContain('+49301234567')
  })
  test.each(['anonymous', '', 'Restricted', '12'])('%j is no number', (text) => {
    expect(phoneForms(text)).toEqual([])
  })
})

describe("Zendesk's fields", () => {
  test('one that the account added and a standard one of the same key are two', () => {
    const fields = plainly({ 'user_fields.phone': 'gold', 'user_fields.tier': 'gold', phone: '+49301234567' })
    const body = { phone: '+49301234567', user_fields: { phone: 'gold', tier: 'gold' } }
    expect(bodyOf('user', fields)).toEqual(body)
    expect(bodyOf('organization', plainly({ 'organization_fields.notes': 'x' }))).toEqual({ organization_fields: { notes: 'x' } })
    expect(['phone', 'user_fields.phone', 'tier', 'user_fields.tier'].map((name) => fieldOf(body, name))).toEqual(['+49301234567', 'gold', 'gold', 'gold'])
    expect(['user_fields.phone', 'user_fields.tier', 'phone'].map(fieldName)).toEqual(['user_fields.phone', 'tier', 'phone'])
  })
  test('a number is found however it was written down', () => {
    expect(holdsJust({ phone: '+49 30 7654321' }, { phone: '+49307654321' }, 'DE')).toBe(true)
    expect(holdsJust({ phone: '030 7654321' }, { phone: '+49307654321' }, 'DE')).toBe(true)
    expect(holdsJust({ phone: '+49 30 7654322' }, { phone: '+49307654321' }, 'DE')).toBe(false)
    // By an identity, which the user does not show.
    expect(holdsJust({ phone: null }, { phone: '+49307654321' }, 'DE')).toBe(true)
  })
})

describe('text', () => {
  test('is cut between characters that a reader sees, never inside one', () => {
    expect(cutCharacters('ab👨‍👩‍👧cd', 9)).toBe('ab')
    expect(cutCharacters('ab👨‍👩‍👧cd', 10)).toBe('ab👨‍👩‍👧')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, limit) => {
        const cut = cutCharacters(text, limit)
        expect(cut.length).toBeLessThanOrEqual(limit)
        expect(text.startsWith(cut)).toBe(true)
        expect(Buffer.from(cut).toString()).toBe(cut)
      }),
      { seed: 7 },
    )
  })
  test('what is not text is said as text, or not at all', () => {
    expect([3, true, ['a', 'b'], null, { a: 1 }, 'x'].map(asText)).toEqual(['3', 'true', 'a, b', undefined, undefined, 'x'])
  })
})

describe('the token source', () => {
  test('asks once, however many want a token, and again only when it is about to die', async () => {
    let now = 0
    let asked = 0
    const source = tokenSource({ now: () => now }, async () => ({ value: `t${++asked}`, expiresAt: now + 60_000 }))
    expect(await Promise.all([source.get('a'), source.get('b'), source.get('c')])).toEqual(['t1', 't1', 't1'])
    now = 50_000
    expect(await source.get('d')).toBe('t1')
    now = 58_000
    expect(await source.get('e')).toBe('t2')
    source.discard('t1')
    expect(await source.get('f')).toBe('t2')
    source.discard('t2')
    expect(await source.get('g')).toBe('t3')
  })
  test('a failed sign-in is not remembered', async () => {
    let fails = true
    const source = tokenSource({ now: () => 0 }, async () => {
      if (fails) throw new Error('no')
      return { value: 't', expiresAt: Number.POSITIVE_INFINITY }
    })
    await expect(Promise.all([source.get('a'), source.get('b')])).rejects.toThrow('no')
    fails = false
    expect(await source.get('c')).toBe('t')
  })
  test('a lifetime may be a number, a text, or none', () => {
    expect([expiry(1000, 60), expiry(1000, '60'), expiry(1000, null), expiry(1000, undefined)]).toEqual([
      61_000,
      61_000,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ])
  })
})

describe('the customer card', () => {
  test('shows found records under Related, created ones under Current (R067, R068)', () => {
    const card = created(found(emptyCard, [record('contact', 'a')]), record('incident', 'b'))
    expect(card.related.map(({ id }) => id)).toEqual(['a'])
    expect(card.current.map(({ id }) => id)).toEqual(['b'])
  })
  test('pinning moves a record and links it (R043, R069)', () => {
    const card = pinned(found(emptyCard, [record('contact', 'a'), record('contact', 'b')]), record('contact', 'a'))
    expect(card.current).toMatchObject([{ id: 'a', pinned: true, linked: true }])
    expect(card.related).toMatchObject([{ id: 'b', pinned: false, linked: false }])
  })
  test('finding a record again changes what it shows, not where it stands', () => {
    const card = found(linked(found(emptyCard, [record('contact', 'a', 'Ada')]), record('contact', 'a'), true), [record('contact', 'a', 'Ada B')])
    expect(card.related).toMatchObject([{ display: 'Ada B', linked: true }])
  })
  test('a record that cannot be told from another is not guessed', () => {
    const card = found(emptyCard, [record('contact', 'a', 'Ada Byron'), record('contact', 'b', 'Ada King')])
    expect(pick(card, 'contact', 'contact', undefined)).toBe(
      'The customer card shows 2 records for contact: contact "Ada Byron", contact "Ada King". Say which by name or id.',
    )
    expect(pick(card, 'contact', 'contact', 'king')).toMatchObject({ id: 'b' })
    expect(pick(card, 'incident', 'case', undefined)).toBe('The customer card shows no case. It shows contact "Ada Byron", contact "Ada King".')
  })
})

describe('the Studio script', () => {
  test('fills variables in, whatever their case, at any depth', () => {
    expect(fill('<{constructor}{__proto__}>', { ani: '+49' })).toBe('<>')
    expect(fill({ workflowInput: { phoneNumber: '{ANI}', tags: ['{Tier}', '{nothing}'] } }, { ani: '+49', tier: 'Gold' })).toEqual({
      workflowInput: { phoneNumber: '+49', tags: ['Gold', ''] },
    })
  })
  test('a workflow without a payload does nothing, and says so (R056)', () => {
    const workflow = { workflow: 'Search Entities', payload: 'searchInput', when: 'always', pin: false } as const
    expect(stepOf(configuration, workflow, undefined)).toEqual({
      does: 'nothing',
      because: 'Workflow "Search Entities" has no payload: no SNIPPET before it builds "searchInput".',
    })
    expect(stepOf(configuration, workflow, { workflowInput: { phoneNumber: '', email: 'a@b.c' } })).toEqual({ does: 'search', by: { email: 'a@b.c' } })
    expect(stepOf(configuration, workflow, { workflowInput: { phone: '+4930' } })).toEqual({
      does: 'nothing',
      because: 'Search Entities needs "phoneNumber" or "email" in its workflowInput; it was given {"phone":"+4930"}.',
    })
    expect(stepOf(configuration, workflow, { workflowInput: { phoneNumber: '' } })).toEqual({ does: 'search', by: {} })
  })
})

describe('Zendesk bodies', () => {
  test('comments are private, custom fields a list, a user’s own fields a member', () => {
    expect(bodyOf('ticket', { comment: 'Hello', subject: 'S', custom_field_360: 'Gold' })).toEqual({
      comment: { body: 'Hello', public: false },
      subject: 'S',
      custom_fields: [{ id: 360, value: 'Gold' }],
    })
    expect(bodyOf('user', { notes: 'N', tier: 'Gold' })).toEqual({ notes: 'N', user_fields: { tier: 'Gold' } })
    expect(bodyOf('user', { role: 'end-user', user_fields: { tier: 'Gold' } })).toEqual({ role: 'end-user', user_fields: { tier: 'Gold' } })
    expect(bodyOf('organization', { notes: 'N', region: 'North' })).toEqual({ notes: 'N', organization_fields: { region: 'North' } })
  })
  test('a comment is measured in bytes', () => {
    expect(silentLosses('ticket', { comment: 'é'.repeat(32_768) })).toEqual([])
    expect(byteLength('é'.repeat(32_769))).toBe(65_538)
    expect(silentLosses('ticket', { comment: 'é'.repeat(32_769) })).toEqual([{ field: 'comment', sent: 65_538, kept: 65_536, unit: 'bytes' }])
  })
})

describe('what is memorialized', () => {
  const texts = fc.constantFrom('', 'Done', 'Sent a copy.')
  const contacts = fc.record({
    dispositionName: texts,
    dispositionNotes: texts,
    status: texts,
    agentName: texts,
    tier: texts,
    byContact: fc.boolean(),
    voice: fc.boolean(),
  })
  const data = fc.constantFrom('Disposition Name', 'Disposition Notes', 'Status', 'Tags', 'Agent Name', 'Transcription Text', 'tier', 'Tier')
  const lines = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.record({ channel: fc.constantFrom(...channels), data }))

  test('is never empty, never withheld, never of the other channel, and nothing but what is mapped', () => {
    fc.assert(
      fc.property(lines, contacts, (entity, { tier, byContact, voice, ...values }) => {
        const contact = { ...values, ...(voice ? { contactType: 'voice', tags: ['x', 'y'] } : { transcriptionText: 'Hello' }), scriptVariables: { Tier: tier } }
        const fields = memorialFields(
          [{ name: 'M', entities: { contact: entity } }],
          'contact',
          { contact: contact as never, endedByContact: byContact },
          'both',
        )
        for (const [name, value] of Object.entries(fields)) {
          const mapped = entity[name]
          expect(value).not.toBe('')
          expect(mapped?.channel).not.toBe(voice ? 'Digital Contact' : 'Voice Call Contact')
          if (mapped?.channel === 'Script Variable') expect([mapped.data, value]).toEqual(['tier', tier])
          else if (byContact) expect(['Agent Name', 'Transcription Text']).toContain(mapped?.data)
        }
        expect(
          memorialFields([{ name: 'M', entities: { contact: entity } }], 'incident', { contact: contact as never, endedByContact: byContact }, 'both'),
        ).toEqual({})
      }),
      { seed: 7 },
    )
  })
})
