import { describe, expect, it } from 'vitest'
import type { CrmConfiguration } from '../../harness/configuration/schema.ts'
import { rehearsalSeeds } from '../../harness/demo.ts'
import { playConfiguration } from '../../harness/play/world.ts'
import { play } from '../../harness/play.ts'
import { packagedScenarios } from '../../harness/scenario/library.ts'
import { isScenario, loadScenario, parseScenario } from '../../harness/scenario/load.ts'
import { webex } from '../../harness/webex/index.ts'
import { placeholdersIn } from '../../harness/webex/spoken.ts'
import { asksFor, comparesLoosely, newestFirst } from '../../harness/webex/validate/crm.ts'
import { changed, type Editor } from '../mutants/flow.ts'

function scenario(
  phone: string,
  calls: string,
  given = `
  contacts: [{ name: Ada Byron, phone: "${phone}", calls: "${calls}" }]
  cases: [{ title: Invoice, contact: Ada Byron }]`,
  then = `  - { at: 01:00, agent.answers: { agent: Mia } }
  - { at: 02:00, agent.hangsUp: {} }`,
) {
  const source = `title: A call
configuration: data-dip
given:${given}
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron } }
${then}
`
  const loaded = parseScenario(source, `${packagedScenarios()}/webex/test.yaml`, 'webex/test')
  if (!isScenario(loaded)) throw new Error(loaded.map(({ message }) => message).join('\n'))
  return loaded
}

async function broken(edit: (editor: Editor) => void, callerNumber: 'plus' | 'country code', phone: string) {
  const one = scenario(phone, '+49301234567')
  const configuration = playConfiguration(one, 'dynamics', rehearsalSeeds().credentials)
  if (!configuration.webex) throw new Error('The configuration has no flow.')
  const chosen: CrmConfiguration = { ...configuration, webex: { ...configuration.webex, settings: { ...configuration.webex.settings, callerNumber } } }
  const { findings } = await play(one, 'dynamics', { seed: 7, configuration: chosen, integration: () => webex(changed('dynamics', edit)) })
  return findings.map(({ rule }) => rule)
}

describe("A8: what is stripped from the caller's number", () => {
  const code = ({ replace }: Editor) => replace('StripPlus', 'expr', '\\"+\\"', '\\"+49\\"')
  it('is the plus sign, unless the configuration says that it is the country code as well', async () => {
    expect(await broken(() => {}, 'plus', '+49301234567')).toEqual([])
    expect(await broken(code, 'plus', '301234567')).toEqual(['webex/number-stripped'])
    expect(await broken(code, 'country code', '301234567')).toEqual([])
    expect(await broken(() => {}, 'country code', '+49301234567')).toEqual(['webex/number-stripped'])
  })
})

it.each([
  ['role:end-user+{{CallerNumber}}', false],
  ['role:end-user%20phone:+{{CallerNumber}}', true],
  ['+{{CallerNumber}}', true],
])('query=%s has the plus sign of the number in it: %s', async (query, isFound) => {
  const asking = ({ replace }: Editor) => replace('LookUpCustomer', 'httpRequestPath', 'role:end-user%20phone:{{CallerNumber}}', query)
  const { findings } = await play(scenario('+49301234567', '+49301234567'), 'zendesk', { seed: 7, integration: () => webex(changed('zendesk', asking)) })
  expect(findings.some(({ rule }) => rule === 'webex/number-stripped')).toBe(isFound)
})

it('queues a caller whose look-up failed as if nothing had been: no branch of its own, and who looks finds the queue', async () => {
  const slow = loadScenario(`${packagedScenarios()}/webex/crm-slow.yaml`, packagedScenarios())
  if (!isScenario(slow)) throw new Error('It should be readable.')
  const straight = changed('dynamics', ({ link }) => link('LookUpCustomer', 'default', 'WaitForAgent'))
  const { findings } = await play(slow, 'dynamics', { seed: 7, integration: () => webex(straight) })
  expect(findings).toContainEqual(
    expect.objectContaining({ rule: 'webex/failure-is-no-answer', happened: 'WaitForAgent queued the call, as if the CRM had answered' }),
  )
})

/** The rules at their limits: what a flow that only just keeps them does, and one that no longer does. */
describe('a call in a flow', () => {
  const [first, second] = ['value[0]', 'value[1]']
  const taking = (row: string) =>
    ['title', 'ticketnumber', 'incidentid'].map((field, i) => ({ outputVariable: ['CaseTitle', 'CaseNumber', 'CaseID'][i], jsonPathExp: `${row}.${field}` }))
  const counted = { outputVariable: 'CaseCount', jsonPathExp: "['@odata.count']" }
  const path = 'httpRequestPath'
  const wait = (seconds: number) => (editor: Editor) => {
    editor.add('Pause', 'action', { activityName: 'wait-activity', duration: `00:00:0${seconds}` })
    editor.link('WaitForAgent', 'default', 'Pause')
    editor.link('Pause', 'default', 'HoldMusic')
  }
  const twoCases = (row: string) => (editor: Editor) => {
    editor.replace('LookUpCase', path, '&$top=1', '')
    editor.set('LookUpCase', 'outputVariableArray', [counted, ...taking(row)])
  }
  const lookingFor = (more: string) => (editor: Editor) => {
    editor.replace('LookUpCustomer', path, '&$count=true&$top=2', more)
    editor.set('LookUpCustomer', 'outputVariableArray', [
      { outputVariable: 'CustomerID', jsonPathExp: 'value[0].contactid' },
      { outputVariable: 'CustomerName', jsonPathExp: 'value[0].fullname' },
    ])
    editor.set('OneCustomer', 'expression', '{{ CustomerID != "" }}')
  }
  const filter = (text: string) => (editor: Editor) => editor.replace('LookUpCase', path, '_customerid_value eq {{CustomerID}}', text)
  const tom = `
  contacts: [{ name: Ada Byron, phone: "+49301234567" }, { name: Tom Lee, phone: "+49307654321" }]
  cases: [{ title: Invoice, contact: Ada Byron, created: 2026-11-17T09:00:00Z }, { title: A secret, contact: Tom Lee, created: 2026-11-18T09:00:00Z }]`
  const twice = `
  contacts: [{ name: Ada Byron, phone: "+49301234567" }]
  cases: [{ title: Invoice, contact: Ada Byron, created: 2026-11-17T09:00:00Z }, { title: Invoice, contact: Ada Byron, created: 2026-11-18T09:00:00Z }]`
  const alone = `
  contacts: [{ name: Ada Byron, phone: "+49301234567" }]`

  it.each<[string, string | undefined, (editor: Editor) => void, string?]>([
    [
      'reads a case that the filter lets through beside those of the caller',
      'webex/own-case',
      filter('_customerid_value eq {{CustomerID}} or statecode eq 0'),
      tom,
    ],
    ['reads a case of whoever is not the caller', 'webex/own-case', filter('_customerid_value ne {{CustomerID}}'), tom],
    ['asks for the open cases of the caller only', undefined, filter("((_customerid_value eq {{CustomerID}})) and (statecode eq 0 or title eq 'a or b')"), tom],
    ['reads the newest of two cases with one subject', undefined, twoCases(first), twice],
    ['reads the older of two cases with one subject', 'webex/newest-case', twoCases(second), twice],
    ['does not look for the cases of a customer whom it found', 'webex/case-announced', ({ link }) => link('OneCustomer', 'true', 'NoCaseMessage')],
    [
      'cannot read the number of the case, for which it did not ask',
      'webex/case-announced',
      ({ replace, set }) => {
        replace('LookUpCase', path, ',ticketnumber', '')
        set('CaseMessage', 'promptsTts', [{ type: 'tts', value: 'Hello {{CustomerName}}, {{CaseTitle}}.' }])
      },
    ],
    [
      'leaves a gap beside a word that is fixed text',
      'webex/nothing-senseless',
      ({ set, variable }) => {
        variable('Nobody', '')
        set('Welcome', 'promptsTts', [{ type: 'tts', value: 'Press null for us, {{Nobody}} is here.' }])
      },
    ],
    ['asks for one customer, and cannot know of another', 'webex/one-customer', lookingFor('&$top=1')],
    ['asks for one customer and for how many there are', undefined, lookingFor('&$top=1&$count=true')],
    ['has music 2 s after the queue', undefined, wait(2)],
    ['has music 3 s after the queue', 'webex/waits-with-music', wait(3)],
    ['has music for half a minute, and silence behind it', 'webex/waits-with-music', ({ link }) => link('HoldMusic', 'default', undefined)],
    ['pops a page that is no form', 'webex/pop-on-answer', ({ set }) => set('OpenNewCase', 'queryParameters', {}), alone],
    ['pops a form for a contact', 'webex/pop-on-answer', ({ replace }) => replace('OpenNewCase', 'queryParameters', 'incident', 'contact'), alone],
    ['pops where it does not say', 'webex/pop-on-answer', ({ set }) => set('OpenCase', 'target', undefined)],
  ])('that %s: %s', async (_, rule, edit, given) => {
    const { findings } = await play(scenario('+49301234567', '+49301234567', given), 'dynamics', {
      seed: 7,
      integration: () => webex(changed('dynamics', edit)),
    })
    expect(findings.map((one) => one.rule).filter((one) => rule === undefined || one === rule)).toEqual(rule === undefined ? [] : [rule])
  })

  it('shows the agent something, also where nothing in it waits for an answer', async () => {
    const flow = changed('dynamics', () => {})
    const deaf = { ...flow, onEvents: {}, variables: flow.variables.map((one) => ({ ...one, cad: false })) }
    const { findings } = await play(scenario('+49301234567', '+49301234567'), 'dynamics', { seed: 7, integration: () => webex(deaf) })
    expect(findings.map(({ rule, happened }) => `${rule}: ${happened}`)).toEqual(['webex/pop-on-answer: nothing popped when the agent answered'])
  })

  it('says nothing to a caller who has hung up, but may still write', async () => {
    const ended = (activityName: string, properties: Record<string, unknown>) =>
      changed('dynamics', ({ add, link }) => {
        add('Late', 'action', { activityName, event: 'ContactEnded', ...properties })
        link('ContactEnded', 'out', 'Late')
      })
    const one = scenario('+49301234567', '+49301234567', undefined, '  - { at: 00:40, contact.hangsUp: {} }')
    const found = async (flow: ReturnType<typeof changed>) =>
      (await play(one, 'dynamics', { seed: 7, integration: () => webex(flow) })).findings.map(({ rule, happened }) => `${rule}: ${happened}`)
    expect(await found(ended('play-message', { promptsTts: [{ type: 'tts', value: 'Goodbye.' }] }))).toEqual([
      'webex/ends-with-the-call: Late went on at 08:00:40',
    ])
    const note = { authenticated: true, connectorId: 'Dynamics', httpRequestMethod: 'POST', httpRequestPath: 'tasks', httpRequestBody: '{"subject":"called"}' }
    expect(await found(ended('http-request-v2', note))).toEqual([])
  })
})

it('each finding of a flow shows its exchange or its words', async () => {
  const { findings } = await play(scenario('+49301234567', '+49301234567'), 'dynamics', {
    seed: 7,
    integration: () =>
      webex(changed('dynamics', ({ replace }) => replace('LookUpCase', 'httpRequestPath', '$filter=_customerid_value eq {{CustomerID}}&', ''))),
  })
  const [own] = findings.filter(({ rule }) => rule === 'webex/own-case')
  expect(own?.happened).toContain('LookUpCase')
  expect(own?.exchanges).toHaveLength(1)
  expect(own?.interaction).toBeDefined()
})

it.each([
  ['Hello, null !', ['null']],
  ['regarding NA. The number is N/A.', ['NA', 'N/A']],
  ['{{CaseTitle}}', ['{{CaseTitle}}']],
  ['Nadia has nullified a NASA order', []],
])('%j has %j in it that nobody should hear', (text, found) => {
  expect(placeholdersIn(text).sort()).toEqual([...found].sort())
})

it.each<[string, 'customer' | 'case' | undefined, boolean, boolean]>([
  ["contacts?$filter=contains(telephone1,'{{ANI}}')", 'customer', true, false],
  ['incidents?$filter=_customerid_value eq {{C}}&$orderby=createdon desc&$top=1', 'case', false, true],
  ['incidents?$orderby=createdon asc', 'case', false, false],
  ['api/v2/search.json?query=type:ticket status<solved requester:{{U}}&sort_by=created_at&sort_order=desc', 'case', false, true],
  ['api/v2/users/search.json?query=type:user {{ANI}}', 'customer', false, false],
  ["query?q=SELECT+Id+FROM+Account+WHERE+Phone+LIKE+'%25{{ANI}}'", 'customer', true, false],
  ["query?q=SELECT+Id+FROM+Case+WHERE+ContactId='{{C}}'+ORDER+BY+CreatedDate+DESC", 'case', false, true],
  ['api/now/table/incident?caller_id={{U}}&sysparm_fields=number', 'case', false, false],
  ['api/now/table/incident?sysparm_query=caller_id={{U}}^ORDERBYDESCsys_created_on', 'case', false, true],
  ['weather?city=Berlin', undefined, false, false],
])('%s asks for a %s', (path, asks, loosely, newest) => {
  expect([asksFor(path), comparesLoosely(path), newestFirst(path)]).toEqual([asks, loosely, newest])
})
