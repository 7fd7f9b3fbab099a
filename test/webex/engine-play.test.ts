import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Notice } from '../../harness/integration.ts'
import { PlayError } from '../../harness/play/world.ts'
import { play } from '../../harness/play.ts'
import type { PlayResult } from '../../harness/report/reporter.ts'
import type { Crm } from '../../harness/scenario/crm/words.ts'
import { isScenario, parseScenario } from '../../harness/scenario/load.ts'
import { type Drawing, exported, say } from './engine-tools.ts'

const folder = mkdtempSync(join(tmpdir(), 'webex-play-'))
afterAll(() => rmSync(folder, { recursive: true }))

const NOTICED = { outputVariable: 'Name', jsonPathExp: 'value[0].fullname' }
const lookUp = (path: string, outputs: object[]): Drawing => ({
  variables: { Name: 'NA', Id: '', Code: ['INTEGER', '0'] },
  main: {
    LookUp: [
      'http-request-v2',
      { authenticated: true, connectorId: 'c', httpRequestPath: path, httpResponseTimeout: 2000, retryAttempts: 0, outputVariableArray: outputs },
      { default: 'Keep' },
    ],
    Keep: ['set-variable', { setTo: 'set-to-literal', srcVariable: 'Code', expr: '{{LookUp.httpStatusCode}}' }, { out: 'Hello' }],
    Hello: say('Hello {{Name}}, {{Code}}.', 'Menu'),
    Menu: [
      'ivr-menu',
      { menuLinks: ['1', '2'], entryTimeout: 3, promptsTts: [{ type: 'tts', value: '1 or 2?' }] },
      { '1': 'Queue', '2': 'Bye', timeout: 'Queue', invalid: 'Queue' },
    ],
    Queue: ['queue-contact', { destination: '745f', destination_name: 'Support' }, { default: 'Music' }],
    Music: ['play-music', { prompt: 'hold.wav', duration: '30' }, { default: 'Music' }],
    Bye: ['disconnect-contact', {}],
  },
  events: {
    AgentOfferContact: { Offered: ['end', {}] },
    AgentContactAssigned: {
      Pop: [
        'screen-pop',
        {
          screenPopUrl: 'https://rehearsal.crm.dynamics.com/main.aspx?',
          queryParameters: { etn: 'contact', id: '{{Id}}' },
          target: 'newBrowserTab',
          screenPopDesktopLabel: 'Who',
        },
        { default: 'Done' },
      ],
      Done: ['end', {}],
    },
    ContactEnded: { Ended: ['end', {}] },
  },
})

const configuration = (flow: string) => `
name: Flow
integrationType: Microsoft Dynamics 365
authentication:
  name: Rehearsal
  url: https://rehearsal.crm.dynamics.com
  scope: https://rehearsal.crm.dynamics.com/.default
  tenantId: \${TENANT_ID}
  clientId: \${CLIENT_ID}
  clientSecret: \${CLIENT_SECRET}
external_screenpop_domain_md: https://rehearsal.crm.dynamics.com
webex:
  flow: ../${flow}.flow.json
`
const ZENDESK = `
name: Flow
integrationType: Zendesk
authentication: { name: Rehearsal, subdomain: https://rehearsal.zendesk.com, clientId: "\${CLIENT_ID}", clientSecret: "\${CLIENT_SECRET}" }
webex:
  flow: ../zendesk.flow.json
  connectors:
    - name: Desk
      baseUrl: https://rehearsal.zendesk.com
      authentication: { type: Basic, username: admin@rehearsal.example/token, password: rehearsal-token }
`

beforeAll(() => {
  mkdirSync(join(folder, 'configurations'))
  const write = (name: string, drawing: Drawing) => writeFileSync(join(folder, `${name}.flow.json`), JSON.stringify(exported(drawing)))
  write(
    'dynamics',
    lookUp("contacts?$select=fullname,contactid&$filter=telephone1 eq '{{NewPhoneContact.ANI | urlencode}}'", [
      NOTICED,
      { outputVariable: 'Id', jsonPathExp: 'value[0].contactid' },
    ]),
  )
  write('plus', lookUp("contacts?$filter=telephone1 eq '{{NewPhoneContact.ANI}}'", [NOTICED]))
  write(
    'zendesk',
    lookUp('/api/v2/users/search.json?query=phone:{{NewPhoneContact.ANI | replace({"+":""})}}', [{ outputVariable: 'Name', jsonPathExp: '$.users[0].name' }]),
  )
  write('broken', { main: { Hello: say('Hello {{ Name | frobnicate }}.') }, variables: { Name: '' } })
  for (const name of ['dynamics', 'plus', 'broken', 'missing']) writeFileSync(join(folder, 'configurations', `${name}.dynamics.yaml`), configuration(name))
  writeFileSync(join(folder, 'configurations', 'desk.zendesk.yaml'), ZENDESK)
})

function playing(name: string, steps: string, { crm = 'dynamics' as Crm, given = '' } = {}): Promise<PlayResult> {
  const source = `
title: A call
configuration: ${name}
given:
  contacts: [{ name: Ada Byron, phone: '+493012345' }]
${given}
steps:
  - contact.calls: { from: Ada Byron }
${steps}
`
  const scenario = parseScenario(source, join(folder, 'call.yaml'), 'webex/call')
  if (!isScenario(scenario)) throw new Error(scenario.map(({ message }) => message).join('\n'))
  return play(scenario, crm, { rules: [] })
}
const notices = <Kind extends Notice['kind']>({ trace }: PlayResult, kind: Kind) =>
  trace.flatMap((entry) => (entry.kind === 'notice' && entry.notice.kind === kind ? [entry.notice as Extract<Notice, { kind: Kind }>] : []))
const heard = (result: PlayResult) => notices(result, 'flow').flatMap((one) => (one.did === 'spoke' ? [one.text] : []))
const events = ({ trace }: PlayResult) => trace.flatMap((entry) => (entry.kind === 'event' ? [entry.event.type.split('.').at(-1)] : []))

test('a caller is looked up in Dynamics, waits for an agent, and the record pops when the agent answers', async () => {
  const result = await playing(
    'dynamics',
    '  - contact.presses: { digits: 1 }\n  - { at: "00:30", agent.answers: { agent: Mia } }\n  - { after: 1m, agent.hangsUp: {} }',
  )
  expect(result.unmet).toEqual([])
  expect(heard(result)).toEqual(['Hello Ada Byron, 200.', '1 or 2?'])
  expect(events(result)).toEqual(['NewPhoneContact', 'DigitsPressed', 'AgentOfferContact', 'AgentContactAssigned', 'ContactLastAgentRemoved', 'ContactEnded'])
  const [pop] = notices(result, 'popped')
  expect(pop).toMatchObject({ record: { type: 'contact' }, flow: { activity: 'Pop', status: 200, target: 'newBrowserTab' } })
  expect(pop?.url).toBe(`https://rehearsal.crm.dynamics.com/main.aspx?etn=contact&id=${pop?.record.id}`)
  const exchanges = result.trace.flatMap((entry) => (entry.kind === 'exchange' ? [entry] : []))
  expect(exchanges.map(({ exchange }) => [exchange.mock, exchange.operation])).toEqual([
    ['dynamics', expect.any(String)],
    ['dynamics', expect.any(String)],
  ])
  expect(new Set(exchanges.map(({ interaction }) => interaction)).size).toBe(1)
})

test('a + that is not encoded is a space to the server: nobody is found', async () => {
  expect(heard(await playing('plus', '  - contact.presses: { digits: 2 }'))[0]).toBe('Hello NA, 200.')
})

test('the same call gives the same trace', async () => {
  const twice = () => playing('dynamics', '  - contact.presses: { digits: 1 }\n  - { at: "00:30", agent.answers: { agent: Mia } }')
  const [one, other] = [await twice(), await twice()]
  expect(one.traceHash).toBe(other.traceHash)
})

test('a flow reaches Zendesk through its connector', async () => {
  const result = await playing('desk', '  - contact.presses: { digits: 2 }', { crm: 'zendesk' })
  expect(heard(result)).toEqual(['Hello Ada Byron, 200.', '1 or 2?'])
  expect(events(result)).toEqual(['NewPhoneContact', 'DigitsPressed', 'ContactEnded'])
  expect(result.trace).toContainEqual(expect.objectContaining({ kind: 'moment', moment: expect.objectContaining({ what: 'ended', by: 'flow' }) }))
})

test('at the first call of the day the renewal does not fit into the timeout, and serves the request after it', async () => {
  const result = await playing('dynamics', '  - { at: "01:00", contact.calls: { from: Ada Byron } }', { given: '  token: expired' })
  const [first, second] = notices(result, 'flow').filter((one) => one.did === 'requested')
  expect(first).toMatchObject({ status: 0, timedOut: true, took: 2000 })
  expect(second).toMatchObject({ status: 200, timedOut: false })
  const [signIn] = result.trace.flatMap((entry) => (entry.kind === 'exchange' && entry.exchange.mock === 'entra' ? [entry.exchange] : []))
  expect((signIn?.until ?? 0) - (signIn?.at ?? 0)).toBeGreaterThanOrEqual(9000)
  expect(heard(result)[0]).toBe('Hello NA, 0.')
})

test('no agent can answer a call that the flow has not queued, and nobody one that it has ended', async () => {
  const early = await playing('dynamics', '  - agent.answers: { agent: Mia }')
  expect(early.unmet).toMatchObject([
    {
      happened:
        'agent.answers is not possible while the contact is with the flow: the flow has not queued the call. Possible now: contact.presses, contact.hangsUp.',
    },
  ])
  const late = await playing('dynamics', '  - contact.presses: { digits: 2 }\n  - { at: "01:00", agent.answers: { agent: Mia } }')
  expect(late.unmet).toMatchObject([{ happened: expect.stringContaining('agent.answers is not possible while the contact is Disconnected') }])
})

test('an agent who refuses is offered the call, and another one gets it', async () => {
  const result = await playing('dynamics', '  - { at: "00:30", agent.refuses: { agent: Mia } }\n  - { after: 5s, agent.answers: { agent: Noor } }')
  expect(result.unmet).toEqual([])
  expect(events(result)).toEqual(['NewPhoneContact', 'AgentOfferContact', 'AgentOfferContact', 'AgentContactAssigned'])
  expect(notices(result, 'popped')).toHaveLength(1)
})

test('a caller who hangs up in the music ends everything: no pop, no more music', async () => {
  const result = await playing('dynamics', '  - { at: "01:00", contact.hangsUp: {} }\n  - { at: "05:00", world.waits: { for: 1s } }')
  expect(notices(result, 'popped')).toEqual([])
  const music = result.trace.filter((entry) => entry.kind === 'notice' && entry.notice.kind === 'flow' && entry.notice.did === 'music')
  expect(music.every(({ at }) => at < result.from + 60_000)).toBe(true)
  expect(events(result)).toEqual(['NewPhoneContact', 'ContactEnded'])
})

test('events that arrive twice start one call', async () => {
  const result = await playing('dynamics', '  - contact.presses: { digits: 1 }\n  - { at: "00:30", agent.answers: { agent: Mia } }', {
    given: '  delivery: twice',
  })
  expect(heard(result)).toEqual(['Hello Ada Byron, 200.', '1 or 2?'])
  expect(notices(result, 'popped')).toHaveLength(1)
})

test('a withheld number reaches the flow as an empty one', async () => {
  const scenario = parseScenario(
    'title: A\nconfiguration: dynamics\ngiven: { contacts: [{ name: Nobody, calls: "", inCrm: false }] }\nsteps: [{ contact.calls: { from: Nobody } }]',
    join(folder, 'call.yaml'),
    'webex/a',
  )
  if (!isScenario(scenario)) throw new Error('not read')
  const result = await play(scenario, 'dynamics', { rules: [] })
  const request = notices(result, 'flow').find((one) => one.did === 'requested')
  expect(request && 'url' in request && request.url).toContain('telephone1%20eq%20%27%27')
})

test('a flow at fault does not hold, and says where', async () => {
  const result = await playing('broken', '  - { at: "00:30", world.waits: { for: 1s } }')
  expect(result.unmet).toMatchObject([
    {
      expected: 'the integration to play to the end',
      happened: 'Hello: promptsTts, character 17 of "Hello {{ Name | frobnicate }}.": The filter "frobnicate" is not imitated.',
    },
  ])
})

test('a flow file that cannot be read is complained about before anything is played', async () => {
  const failed = playing('missing', '  - { at: "00:30", world.waits: { for: 1s } }')
  await expect(failed).rejects.toThrow(PlayError)
  await expect(failed).rejects.toMatchObject({
    complaints: [
      {
        file: join(folder, 'configurations', 'missing.dynamics.yaml'),
        line: 13,
        message: 'The flow ../missing.flow.json cannot be used: There is no such file.',
      },
    ],
  })
})

test('outbound calls and chats are refused', async () => {
  const result = await playing('dynamics', '  - contact.hangsUp: {}\n  - agent.dials: { agent: Mia, to: Ada Byron }\n  - contact.chats: { from: Ada Byron }')
  expect(result.unmet.map(({ happened }) => happened)).toEqual([
    'agent.dials: a Webex flow is rehearsed with inbound calls only.',
    'contact.chats: a Webex flow is rehearsed with inbound calls only.',
  ])
})

test("a connector reaches a server of one's own as well, and no other host does", async () => {
  const asked: string[] = []
  const server = createServer((request, answer) => {
    asked.push(`${request.method} ${request.url}`)
    answer.setHeader('content-type', 'application/json').end('{"result":[{"number":"INC001"}]}')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
  const ask = (url: object) => ['http-request-v2', { outputVariableArray: [{ outputVariable: 'Number', jsonPathExp: '$.result[0].number' }], ...url }] as const
  const drawing: Drawing = {
    variables: { Number: 'none' },
    main: {
      Own: [...ask({ authenticated: true, connectorId: 'own', httpRequestPath: '/table/incident' }), { default: 'Say' }],
      Say: say('{{Number}} {{Own.httpStatusCode}}', 'Other'),
      Other: [...ask({ authenticated: false, httpRequestUrl: 'http://127.0.0.2:1/x' }), { default: 'End' }],
      End: ['disconnect-contact', {}],
    },
  }
  writeFileSync(join(folder, 'own.flow.json'), JSON.stringify(exported(drawing)))
  writeFileSync(join(folder, 'configurations', 'own.dynamics.yaml'), `${configuration('own')}  connectors: [{ name: own, baseUrl: "${base}" }]\n`)
  const result = await playing('own', '  - { at: "00:30", world.waits: { for: 1s } }')
  server.close()
  expect(heard(result)).toEqual(['INC001 200'])
  expect(asked[0]).toBe('GET /api/table/incident')
  expect(notices(result, 'failed')).toMatchObject([{ what: 'Other', message: expect.stringContaining('this World answers') }])
})

test.each([
  ['a conference', '  - { at: "01:00", agent.conferences: { with: Tom } }'],
  ['a consult', '  - { at: "01:00", agent.consults: { with: Tom } }\n  - { at: "01:10", agent.answers: { agent: Tom } }'],
])('who leaves %s leaves the caller with the other agent: the call goes on', async (_, steps) => {
  const result = await playing(
    'dynamics',
    `  - contact.presses: { digits: 1 }\n  - { at: "00:30", agent.answers: { agent: Mia } }\n${steps}\n  - { at: "01:30", agent.hangsUp: { agent: Tom } }\n  - world.waits: { for: 1s }`,
  )
  expect(result.unmet).toEqual([])
  expect(events(result)).toEqual(['NewPhoneContact', 'DigitsPressed', 'AgentOfferContact', 'AgentContactAssigned'])
})
