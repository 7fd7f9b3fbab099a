import { describe, expect, it } from 'vitest'
import { voiceFields } from '../../harness/configuration/fields.ts'
import { explain } from '../../harness/contact-centre/impossible.ts'
import { ada, dataOf, dueOf, eventsOf, mia, momentsOf, opened, possible, refused, START, skill, tom } from './centre.ts'

const CALL = 'com.nice.cxone.CallContactEvent'
const VOICE = 'com.nice.cxone.VoiceContact'

function talking(options: Parameters<typeof opened>[0] = {}, on = skill()) {
  const { centre, pass } = opened(options)
  const id = centre.calls(ada, on).legs[0].contact
  pass(6000)
  possible(centre.perform(id, { verb: 'agent.answers', agent: mia }))
  return { centre, pass, id }
}

describe('a call with after-call work', () => {
  it('is due when the agent finishes after-call work, not when somebody hangs up', () => {
    const { centre, pass, id } = talking()
    pass(180_000)
    const hungUp = possible(centre.perform(id, { verb: 'agent.hangsUp' }))
    expect(dueOf(hungUp)).toEqual([])
    expect(dataOf(hungUp, CALL)).toMatchObject([{ status: 'Disconnected', finalState: false }])
    expect(dataOf(hungUp, 'com.nice.cxone.AgentState')).toMatchObject([{ isACW: true, acwTimeout: null }])
    possible(centre.perform(id, { verb: 'agent.selectsDisposition', outcome: { dispositionName: 'Solved', dispositionNotes: 'By mail', tags: ['a', 'b'] } }))
    pass(20_000)
    const done = possible(centre.perform(id, { verb: 'agent.finishesAcw' }))
    const [due] = dueOf(done)
    expect(due).toMatchObject({
      media: 'voice',
      contact: id,
      withheld: [],
      values: { 'Disposition Name': 'Solved', 'Disposition Notes': 'By mail', Tags: 'a, b' },
    })
    expect(dataOf(done, CALL)).toMatchObject([{ status: 'Disconnected', finalState: true }])
    expect(eventsOf(done).map((event) => event.type)).toEqual([VOICE, CALL, 'com.nice.cxone.AgentState'])
  })

  it('gives every catalogued field, with the meanings of R039', () => {
    const { centre, pass, id } = talking()
    pass(54_000)
    possible(centre.perform(id, { verb: 'agent.hangsUp' }))
    pass(5000)
    const [due] = dueOf(possible(centre.perform(id, { verb: 'agent.finishesAcw' })))
    if (due?.what !== 'due') throw new Error('nothing is due')
    expect(Object.keys(due.values).sort()).toEqual(Object.keys(voiceFields).sort())
    expect(due.values).toMatchObject({
      'Agent ID': '10001',
      'Agent Name': 'Mia',
      To: 'Mia',
      ANI: ada.phone,
      DNIS: '+49305550000',
      Direction: 'inbound',
      'Contact Type': 'voice',
      'Media Type': 'voice',
      'Final State': 'true',
      'Master Contact ID': id,
      'Start Time': new Date(START).toISOString(),
      'End Time': new Date(START + 60_000).toISOString(),
    })
  })

  it('withholds what the agent entered when the contact hung up first, for calls only where the setting says so (A12)', () => {
    for (const [contactEndsFirst, withheld] of [
      ['both', ['Status', 'Disposition Name', 'Disposition Notes', 'Tags']],
      ['digital', []],
    ] as const) {
      const { centre, id } = talking({ settings: { contactEndsFirst } })
      const left = possible(centre.perform(id, { verb: 'contact.hangsUp' }))
      expect(eventsOf(left)[0]?.endedby).toBe('contact')
      expect(dueOf(possible(centre.perform(id, { verb: 'agent.finishesAcw' })))).toMatchObject([{ withheld }])
    }
  })
})

it('is due at once on a skill without after-call work', () => {
  const { centre, id } = talking({}, skill({ acw: false }))
  const ended = possible(centre.perform(id, { verb: 'agent.hangsUp' }))
  expect(momentsOf(ended).map((moment) => moment.what)).toEqual(['ended', 'due'])
  expect(dataOf(ended, CALL)).toMatchObject([{ finalState: true }])
})

it('is never due when no agent had it', () => {
  const { centre } = opened()
  const id = centre.calls(ada, skill()).legs[0].contact
  possible(centre.perform(id, { verb: 'agent.refuses', agent: mia }))
  const gone = possible(centre.perform(id, { verb: 'contact.hangsUp' }))
  expect(momentsOf(gone)).toEqual([{ what: 'ended', interaction: expect.any(String), contact: id, by: 'contact' }])
  expect(eventsOf(gone).every((event) => event.agentid === undefined)).toBe(true)
})

it('keeps interaction and master through a transfer and changes the contact', () => {
  const { centre, id } = talking()
  const moved = possible(centre.perform(id, { verb: 'agent.transfers', to: { skill: skill({ name: 'Billing' }) } }))
  const [first, second] = moved.legs
  expect(first).toMatchObject({ contact: id, phase: 'After Call Work', endedBy: 'agent' })
  expect(second).toMatchObject({ master: id, parent: id, interaction: first.interaction, phase: 'Incoming' })
  expect(second?.contact).not.toBe(id)
  const next = second?.contact as string
  possible(centre.perform(next, { verb: 'agent.answers', agent: tom }))
  possible(centre.perform(next, { verb: 'contact.hangsUp' }))
  const [mine] = dueOf(possible(centre.perform(id, { verb: 'agent.finishesAcw' })))
  const [his] = dueOf(possible(centre.perform(next, { verb: 'agent.finishesAcw' })))
  expect(mine).toMatchObject({ contact: id, withheld: [] })
  expect(his).toMatchObject({ contact: next, values: { 'Agent Name': 'Tom', 'Master Contact ID': id } })
  expect(his?.what === 'due' && his.withheld.length).toBe(4)
})

it('rings only at the agent whom it is transferred to', () => {
  const { centre, id } = talking()
  const next = possible(centre.perform(id, { verb: 'agent.transfers', to: { agent: tom } })).legs[1]?.contact as string
  expect(explain(refused(centre.perform(next, { verb: 'agent.answers', agent: mia })))).toContain('it rings at Tom, not at Mia')
  expect(explain(refused(centre.perform(next, { verb: 'agent.refuses', agent: mia })))).toContain('it rings at Tom, not at Mia')
  possible(centre.perform(next, { verb: 'agent.answers', agent: tom }))
})

it('rings anew at a colleague who was asked and has hung up since, when it is transferred to them', () => {
  const { centre, id } = talking()
  const asked = possible(centre.perform(id, { verb: 'agent.consults', agent: tom })).legs[1]?.contact as string
  possible(centre.perform(asked, { verb: 'agent.answers', agent: tom }))
  possible(centre.perform(asked, { verb: 'agent.hangsUp' }))
  const next = possible(centre.perform(id, { verb: 'agent.transfers', to: { agent: tom } })).legs[1]?.contact as string
  expect(next).not.toBe(asked)
  possible(centre.perform(next, { verb: 'agent.answers', agent: tom }))
})

describe('a colleague who is being asked', () => {
  function asking() {
    const { centre, id } = talking()
    const asked = possible(centre.perform(id, { verb: 'agent.consults', agent: tom })).legs[1]?.contact as string
    return { centre, id, asked }
  }
  it('joins the call with the leg that they have, and all three are on the line', () => {
    const { centre, id, asked } = asking()
    possible(centre.perform(asked, { verb: 'agent.answers', agent: tom }))
    const both = possible(centre.perform(id, { verb: 'agent.conferences', agent: tom }))
    expect(both.legs.map(({ contact, phase }) => [contact, phase])).toEqual([
      [id, 'Joined'],
      [asked, 'Joined'],
    ])
    expect(dataOf(both, CALL).map(({ status, callType }) => [status, callType])).toEqual([
      ['Joined', 'Regular'],
      ['Joined', 'Conference'],
    ])
    expect(centre.legs()).toHaveLength(2)
    possible(centre.perform(asked, { verb: 'contact.hangsUp' }))
    expect(centre.legs().map(({ phase }) => phase)).toEqual(['After Call Work', 'After Call Work'])
  })
  it('cannot join before they have answered, nor be asked twice', () => {
    const { centre, id } = asking()
    expect(explain(refused(centre.perform(id, { verb: 'agent.conferences', agent: tom })))).toContain('Tom was asked and has not answered yet')
    expect(explain(refused(centre.perform(id, { verb: 'agent.consults', agent: tom })))).toContain('Tom is being asked already')
    expect(centre.legs()).toHaveLength(2)
  })
})

it.each([
  { verb: 'agent.consults', agent: mia } as const,
  { verb: 'agent.conferences', agent: mia } as const,
  { verb: 'agent.transfers', to: { agent: mia } } as const,
])('$verb is with somebody else', (command) => {
  const { centre, id } = talking()
  expect(explain(refused(centre.perform(id, command)))).toContain('Mia has it already')
})

describe('a conference', () => {
  function joined() {
    const { centre, id } = talking()
    const both = possible(centre.perform(id, { verb: 'agent.conferences', agent: tom }))
    return { centre, id, other: both.legs[1]?.contact as string }
  }
  it('is a call again when one agent leaves', () => {
    const { centre, other } = joined()
    const left = possible(centre.perform(other, { verb: 'agent.hangsUp' }))
    expect(dataOf(left, CALL).map((call) => call.status)).toEqual(['Disconnected', 'Active'])
  })
  it('is over for all when the contact hangs up', () => {
    const { centre, id } = joined()
    const ended = possible(centre.perform(id, { verb: 'contact.hangsUp' }))
    expect(dataOf(ended, CALL).map((call) => [call.status, call.finalState])).toEqual([
      ['Disconnected', false],
      ['Disconnected', false],
    ])
    expect(momentsOf(ended).map((moment) => moment.what)).toEqual(['ended', 'ended'])
  })
})

describe('numbers of an outbound call (A11)', () => {
  it.each([
    ['dialled', mia.phone, ada.phone],
    ['agent', ada.phone, mia.phone],
  ] as const)('with outboundDnis %s', (outboundDnis, ani, dnis) => {
    const { centre } = opened({ settings: { outboundDnis } })
    expect(dataOf(centre.dials(mia, ada, skill()), CALL)).toMatchObject([{ status: 'Dialing', isInbound: false, ani, dnis }])
  })
})

it('keeps an agent in after-call work while the skill wants a disposition, unless it times out or the session ends', () => {
  const on = skill({ dispositionRequired: true })
  const wrapping = () => {
    const call = talking({}, on)
    possible(call.centre.perform(call.id, { verb: 'agent.hangsUp' }))
    return call
  }
  const { centre, id } = wrapping()
  const explained = explain(refused(centre.perform(id, { verb: 'agent.finishesAcw' })))
  expect(explained).toContain('skill Support requires a disposition first')
  expect(explained).toMatch(/Possible now: (?!.*finishesAcw).*agent\.selectsDisposition/)
  possible(centre.perform(id, { verb: 'agent.selectsDisposition', outcome: { dispositionName: 'Solved' } }))
  expect(dueOf(possible(centre.perform(id, { verb: 'agent.finishesAcw' })))).toHaveLength(1)
  for (const command of [{ verb: 'agent.finishesAcw', timedOut: true }, { verb: 'agent.logsOut' }] as const) {
    const other = wrapping()
    expect(dueOf(possible(other.centre.perform(other.id, command)))).toHaveLength(1)
  }
})

it('tells that the agent is muted, and is not any more, once each', () => {
  const { centre, id } = talking()
  const told = (['agent.mutes', 'agent.mutes', 'agent.unmutes'] as const).map((verb) =>
    dataOf(possible(centre.perform(id, { verb })), 'com.nice.cxone.Mute').map(({ contactId, muted }) => [contactId, muted]),
  )
  expect(told).toEqual([[[id, true]], [], [[id, false]]])
})

describe('the times of a contact', () => {
  const times = (timeZone: string | undefined, passed = 0) => {
    const { centre, pass } = opened(timeZone === undefined ? {} : { settings: { timeZone } })
    pass(passed)
    const [told] = dataOf(centre.calls(ada, skill()), CALL)
    return [told?.startTimeUtc, told?.startTime, told?.lastStateChangeTime]
  }
  it('are told in UTC, and in the zone of the tenant with its distance from UTC', () => {
    const utc = '2026-11-20T08:00:00.000Z'
    expect(times(undefined)).toEqual([utc, utc, utc])
    expect(times('Europe/Berlin')).toEqual([utc, '2026-11-20T09:00:00.000+01:00', '2026-11-20T09:00:00.000+01:00'])
    expect(times('America/New_York')[1]).toBe('2026-11-20T03:00:00.000-05:00')
    expect(times('Asia/Kolkata')[1]).toBe('2026-11-20T13:30:00.000+05:30')
    expect(times('Europe/London')[1]).toBe('2026-11-20T08:00:00.000+00:00')
  })
  it('follow daylight saving', () => {
    expect(times('Europe/Berlin', Date.parse('2027-03-28T01:00:00Z') - START)[1]).toBe('2027-03-28T03:00:00.000+02:00')
  })
  it('have a zone that there is', () => {
    expect(() => opened({ settings: { timeZone: 'Europe/Berlim' } })).toThrow('Europe/Berlin')
  })
})

describe('script variables', () => {
  const script = [{ ASSIGN: { variable: 'CaseId', value: 'C-{ANI}', screenPop: true } }, { ASSIGN: { variable: 'Secret', value: 'x', screenPop: false } }]
  it('travel in lower case, and only those with ScreenPop (R032, R035)', () => {
    const { centre } = opened({ script })
    expect(dataOf(centre.calls(ada, skill()), CALL)[0]?.screenPopUrlVariables).toEqual({ caseid: `C-${ada.phone}` })
  })
  it('do not travel when the skill does not use screen pops (R034)', () => {
    const { centre } = opened({ script })
    expect(dataOf(centre.calls(ada, skill({ screenPops: false })), CALL)[0]?.screenPopUrlVariables).toEqual({})
  })

  it('have what stands before them in the script filled in: other variables, also those that stay behind, and payloads', () => {
    const script = [
      { ASSIGN: { variable: 'CallerNumber', value: '{ANI}', screenPop: false } },
      { SNIPPET: { searchInput: { workflowInput: { phoneNumber: '{callernumber}' } } } },
      { ASSIGN: { variable: 'Greeting', value: 'Caller {CallerNumber}{nobody}{constructor}, {SkillName}', screenPop: true } },
      { ASSIGN: { variable: 'searchJson', value: '{searchInput.asjson()}', screenPop: true } },
    ]
    const { centre } = opened({ script })
    expect(dataOf(centre.calls(ada, skill()), CALL)[0]?.screenPopUrlVariables).toEqual({
      greeting: `Caller ${ada.phone}, Support`,
      searchjson: JSON.stringify({ workflowInput: { phoneNumber: ada.phone } }),
    })
  })
})

it('names the state and what is allowed when a step is impossible', () => {
  const { centre } = opened()
  const id = centre.calls(ada, skill()).legs[0].contact
  const no = refused(centre.perform(id, { verb: 'agent.holds' }))
  expect(explain(no)).toBe('agent.holds is not possible while the contact is Incoming. Possible now: agent.answers, agent.refuses, contact.hangsUp.')
})
