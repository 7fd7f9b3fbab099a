import { describe, expect, it } from 'vitest'
import type { CrmConfiguration } from '../../harness/configuration/schema.ts'
import { rehearsalSeeds } from '../../harness/demo.ts'
import { play } from '../../harness/play.ts'
import { playConfiguration } from '../../harness/play-world.ts'
import { packagedScenarios } from '../../harness/scenario/library.ts'
import { isScenario, parseScenario } from '../../harness/scenario/load.ts'
import { webex } from '../../harness/webex/index.ts'
import { placeholdersIn } from '../../harness/webex/spoken.ts'
import { asksFor, comparesLoosely, newestFirst } from '../../harness/webex/validate/crm.ts'
import { changed, type Editor } from '../mutants/flow.ts'

function scenario(phone: string, calls: string, steps = '') {
  const source = `title: A call
configuration: data-dip
given:
  contacts: [{ name: Ada Byron, phone: "${phone}", calls: "${calls}" }]
  cases: [{ title: Invoice, contact: Ada Byron }]
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron } }
  - { at: 01:00, agent.answers: { agent: Mia } }
  - { at: 02:00, agent.hangsUp: {} }
${steps}`
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
