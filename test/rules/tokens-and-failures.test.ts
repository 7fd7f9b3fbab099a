import { describe, expect, it } from 'vitest'
import { ada, START, tale } from './tale.ts'

const expired = (seconds: number) => ({ kind: 'token-expired', client: 'app', expiredAt: START + seconds * 1000 }) as const

describe('token-renewal', () => {
  const morning = () => tale().signsIn(-7200)

  it('accepts one renewal that takes 9 to 15 s, and many sign-ins over a day', () => {
    expect(morning().signsIn(0, { took: 14_900, renewal: true }).signsIn(3600, { took: 9100, renewal: true }).findings()).toEqual([])
  })

  it('finds two renewals for one expiry', () => {
    const [finding, ...others] = morning().signsIn(0, { took: 12_400, renewal: true }).signsIn(0.31, { took: 11_900, renewal: true }).findings()
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      rule: 'token-renewal',
      expected: 'one renewal, done by 08:00:15',
      happened: 'two: 08:00:00 (12.4 s) and 08:00:00.310 (11.9 s)',
      exchanges: [2, 3],
    })
  })

  it('finds a client that signs in for every call', () => {
    expect(tale().signsIn(0).signsIn(10).signsIn(20).findings()).toMatchObject([
      { rule: 'token-renewal', expected: 'one sign-in while the token lives', exchanges: [1, 2, 3] },
    ])
    expect(tale('zendesk').signsIn(0, { mock: 'zendesk' }).signsIn(10, { mock: 'zendesk' }).broken()).toEqual(['token-renewal'])
  })

  it('lets a client sign in to several systems, as several applications, and shortly before the end', () => {
    expect(tale().signsIn(0).signsIn(1, { scope: 'other' }).signsIn(2, { client: 'second' }).signsIn(3400).findings()).toEqual([])
  })

  it('lets a client sign in anew when the CRM refused its token', () => {
    expect(
      tale()
        .signsIn(0)
        .exchange(10, { status: 401, remarks: [expired(9)], path: '/a' })
        .signsIn(11, { renewal: true, took: 9000 })
        .exchange(21, { path: '/a' })
        .findings(),
    ).toEqual([])
  })

  it('finds a renewal that took longer, unless a fault is to blame or the CRM is Zendesk (R002)', () => {
    const disturbed = morning().signsIn(0, { status: 0, took: 5000, fault: true }).signsIn(5, { took: 12_000, renewal: true })
    expect(disturbed.broken()).toEqual([])
    const slow = morning().signsIn(0, { took: 18_000, renewal: true })
    expect(slow.findings()).toMatchObject([{ rule: 'token-renewal', happened: 'done at 08:00:18 (18.0 s)' }])
    expect(morning().signsIn(0, { took: 15_000, renewal: true }).findings()).toEqual([])
    expect(morning().signsIn(0, { took: 15_001, renewal: true }).broken()).toEqual(['token-renewal'])
    expect(tale('zendesk').signsIn(-7200, { mock: 'zendesk' }).signsIn(0, { mock: 'zendesk', took: 18_000, renewal: true }).findings()).toEqual([])
  })
})

describe('no-dead-token', () => {
  it('finds a call with a token whose announced time is over', () => {
    const [finding, ...others] = tale()
      .signsIn(-7200, { took: 0 })
      .exchange(0, { status: 401, remarks: [expired(-3600)], path: '/a' })
      .exchange(15, { path: '/a' })
      .findings()
    expect(others).toEqual([])
    expect(finding).toMatchObject({ rule: 'no-dead-token', expected: 'a new token before the call: the one at hand expired at 07:00:00', exchanges: [2] })
  })

  it('forgives the first call with a token that was killed before its time, and those under way with it', () => {
    const killed = () =>
      tale()
        .signsIn(0)
        .exchange(10, { status: 401, remarks: [expired(9)], path: '/a' })
        .exchange(10.05, { status: 401, remarks: [expired(9)], path: '/a' })
    expect(killed().exchange(20, { path: '/a' }).findings()).toEqual([])
    expect(
      killed()
        .exchange(12, { status: 401, remarks: [expired(9)], path: '/a' })
        .exchange(20, { path: '/a' })
        .broken(),
    ).toEqual(['no-dead-token'])
  })

  it('takes a token that was killed for itself, though the one that it replaced would have ended in that second', () => {
    const morning = tale()
      .signsIn(-3590.5, { took: 0 })
      .exchange(-20, { status: 401, remarks: [expired(-21)], path: '/a' })
      .signsIn(-19, { took: 9000, renewal: true })
    expect(
      morning
        .exchange(10, { status: 401, remarks: [expired(9)], path: '/a' })
        .exchange(20, { path: '/a' })
        .findings(),
    ).toEqual([])
  })
})

describe('no-duplicate-record', () => {
  const person = { lastname: 'Byron', telephone1: '+49 30 1234567' }
  const answerLost = { status: 0, remarks: [{ kind: 'answer-lost', status: 201 } as const] }

  it('finds a second record of the same person', () => {
    expect(tale().creates(1, 'contact', person, { id: 'a' }).creates(3, 'contact', { telephone1: '+49301234567' }, { id: 'b' }).findings()).toMatchObject([
      { rule: 'no-duplicate-record', expected: 'one contact for "byron"', happened: 'two created: 08:00:01 and 08:00:03', exchanges: [1, 2] },
    ])
  })

  it('finds a create that was repeated because its answer was lost', () => {
    expect(tale().creates(1, 'contact', person, answerLost).creates(3, 'contact', person, { id: 'b' }).broken()).toEqual(['no-duplicate-record'])
  })

  it('lets a create be repeated that was not done, or that the CRM recognised', () => {
    expect(tale().creates(1, 'contact', person, { status: 0 }).creates(3, 'contact', person, { id: 'b' }).findings()).toEqual([])
    const recognised = { id: '5', headers: { 'x-idempotency-lookup': 'hit' } }
    expect(tale('zendesk').creates(1, 'ticket', { subject: 'Call' }, answerLost).creates(3, 'ticket', { subject: 'Call' }, recognised).findings()).toEqual([])
  })

  it('knows a create that was repeated under its key, though no answer arrived', () => {
    const twice = (first: string, second: string) =>
      tale('zendesk')
        .creates(1, 'ticket', { subject: 'Call' }, { ...answerLost, sent: { 'idempotency-key': first } })
        .creates(2, 'ticket', { subject: 'Call' }, { ...answerLost, sent: { 'idempotency-key': second } })
        .creates(3, 'ticket', { subject: 'Call' }, { id: '5', headers: { 'x-idempotency-lookup': 'hit' }, sent: { 'idempotency-key': second } })
    expect(twice('k1', 'k1').findings()).toEqual([])
    expect(twice('k1', 'k2').broken()).toEqual(['no-duplicate-record'])
  })

  it('lets different people, and different cases, be created', () => {
    expect(
      tale()
        .creates(1, 'contact', person, { id: 'a' })
        .creates(2, 'contact', { ...person, telephone1: '+441632960000' }, { id: 'b' })
        .findings(),
    ).toEqual([])
    expect(tale().creates(1, 'incident', { title: 'Invoice' }, { id: 'a' }).creates(2, 'incident', { title: 'Delivery' }, { id: 'b' }).findings()).toEqual([])
  })

  it('finds a person created although the search had found them', () => {
    const found = () => tale().searches(1, "telephone1 eq '+49301234567'", ['ada'])
    expect(found().creates(2, 'contact', person, { id: 'b' }).findings()).toMatchObject([{ rule: 'no-duplicate-record', exchanges: [1, 2] }])
    expect(tale().searches(1, "telephone1 eq '+49301234567'", []).creates(2, 'contact', person, { id: 'b' }).findings()).toEqual([])
    // What is still being searched for has found nobody yet.
    expect(found().creates(1.05, 'contact', person, { id: 'b' }).findings()).toEqual([])
    const request = { eventName: 'AgentWorkflowRequest', data: { action: 'create', record: 'Contact', fields: person, pin: false } }
    expect(found().event(1.5, 'com.nice.cxone.CustomEvent', request).creates(2, 'contact', person, { id: 'b' }).findings()).toEqual([])
  })

  it('lets an agent have the same record as often as they ask for it, and no oftener', () => {
    const asks = (title: string) => ({ eventName: 'AgentWorkflowRequest', data: { action: 'create', record: 'Case', fields: { title }, pin: true } })
    const invoice = { title: 'Invoice' }
    const twice = (second: object, id?: string) =>
      tale()
        .event(0, 'com.nice.cxone.CustomEvent', asks('Invoice'), 'e1')
        .creates(1, 'incident', invoice, { id: 'a' })
        .event(2, 'com.nice.cxone.CustomEvent', second, id)
        .creates(3, 'incident', invoice, { id: 'b' })
    expect(twice(asks('Invoice')).findings()).toEqual([])
    expect(twice(asks('Invoice')).creates(4, 'incident', invoice, { id: 'c' }).broken()).toEqual(['no-duplicate-record'])
    expect(twice(asks('Delivery')).broken()).toEqual(['no-duplicate-record'])
    // The same event, told twice.
    expect(twice(asks('Invoice'), 'e1').broken()).toEqual(['no-duplicate-record'])
  })

  it('lets each contact of an interaction leave its own task behind', () => {
    const tasks = () =>
      tale().started(0).creates(1, 'task', { subject: 'Call' }, { id: 'a', about: ada }).creates(2, 'task', { subject: 'Call' }, { id: 'b', about: ada })
    expect(tasks().started(3, 'voice', { contact: 'c2' }).findings()).toEqual([])
    expect(tasks().broken()).toEqual(['no-duplicate-record'])
  })
})

describe('failures-reported', () => {
  const refused = { method: 'PATCH', path: '/contact/ada', status: 403, interaction: 'i1' }

  it('finds a refusal that nobody was told of', () => {
    expect(tale().exchange(1, refused).findings()).toMatchObject([
      { rule: 'failures-reported', interaction: 'i1', happened: 'PATCH /contact/ada answered 403 at 08:00:01, and nobody was told', exchanges: [1] },
    ])
    expect(
      tale()
        .exchange(1, { ...refused, status: 0 })
        .findings(),
    ).toMatchObject([{ happened: 'PATCH /contact/ada got no answer at 08:00:01, and nobody was told' }])
  })

  it('has one finding for an interaction, with all its exchanges', () => {
    expect(tale().exchange(1, refused).exchange(2, refused).findings()).toMatchObject([{ exchanges: [1, 2] }])
  })

  it('is content with a notice or a rejected delivery of the same interaction', () => {
    expect(tale().exchange(1, refused).failed(2).findings()).toEqual([])
    expect(tale().event(0, 'com.nice.cxone.AgentState', {}, 'e').exchange(1, refused).delivered(2, 'e', 'no').findings()).toEqual([])
    expect(tale().exchange(1, refused).failed(2, 'i2').broken()).toEqual(['failures-reported'])
    expect(tale().failed(0).exchange(1, refused).broken()).toEqual(['failures-reported'])
  })

  it('is content when a later try succeeded', () => {
    expect(
      tale()
        .exchange(1, { ...refused, status: 429 })
        .exchange(9, { ...refused, status: 204 })
        .findings(),
    ).toEqual([])
    expect(
      tale()
        .exchange(1, { ...refused, status: 429 })
        .exchange(9, { ...refused, path: '/contact/tom', status: 204 })
        .broken(),
    ).toEqual(['failures-reported'])
  })

  it('is content when a lost create was looked up and found', () => {
    const lost = () => tale().creates(1, 'contact', { telephone1: '+49301234567' }, { status: 0, remarks: [{ kind: 'answer-lost', status: 201 }] })
    expect(lost().searches(2, "telephone1 eq '+49301234567'", ['new']).findings()).toEqual([])
    expect(lost().searches(2, "telephone1 eq '+49301234567'", []).broken()).toEqual(['failures-reported'])
  })

  it('is content when the repetition of a refused request was lost, and looked up', () => {
    const repeated = () =>
      tale()
        .exchange(1, { ...refused, status: 503 })
        .exchange(3, { ...refused, status: 0, remarks: [{ kind: 'answer-lost', status: 204 }] })
    expect(
      repeated()
        .exchange(4, { ...refused, method: 'GET', status: 200 })
        .findings(),
    ).toEqual([])
    expect(repeated().findings()).toMatchObject([{ exchanges: [1, 2] }])
  })

  it('is content when the record was looked at after a change that was not answered', () => {
    const unanswered = { method: 'PATCH', path: '/contacts/ada', status: 0, interaction: 'i1' }
    expect(tale().exchange(1, unanswered).exchange(2, { path: '/contacts/ada', interaction: 'i1' }).findings()).toEqual([])
    expect(tale().exchange(1, unanswered).exchange(2, { path: '/contacts/eve', interaction: 'i1' }).broken()).toEqual(['failures-reported'])
    expect(
      tale()
        .exchange(1, { ...unanswered, status: 500 })
        .exchange(2, { path: '/contacts/ada', interaction: 'i1' })
        .broken(),
    ).toEqual(['failures-reported'])
  })

  it('takes a record that is not there for an answer, not for a failure', () => {
    expect(tale().exchange(1, { status: 404, interaction: 'i1' }).findings()).toEqual([])
  })
})
