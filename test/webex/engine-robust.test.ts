import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { crmConfigurationSchema } from '../../harness/configuration/schema.ts'
import type { InteractionEvent } from '../../harness/events.ts'
import type { Notice } from '../../harness/integration.ts'
import { drawFlow } from '../../harness/webex/draw/svg.ts'
import { webex } from '../../harness/webex/index.ts'
import { validate } from '../../harness/webex/validate/index.ts'
import { virtualClock } from '../../mocks/core/clock.ts'
import { seededRandom } from '../../mocks/core/random.ts'
import { ZENDESK } from '../configuration/files.ts'
import { answering, type Drawing, drawn, START, say, set, start } from './engine-tools.ts'

test('the value of a secure variable is told neither by a fault, nor as part of a URL, nor by another variable on the desktop', async () => {
  const secret = 'a "b"&c d'
  const variables: Drawing['variables'] = { Pin: ['STRING', secret, { isSecure: true }], Shown: ['STRING', '', { isCAD: true }] }
  await expect(start({ variables, main: { A: set('Shown', '{{ Pin - 1 }}') } }).call.done).rejects.toThrow('this is the text "***"')
  const request = { authenticated: false, httpRequestUrl: 'https://a.test/x?a={{Pin}}&b={{Pin | urlencode}}', httpQueryParameters: { c: '{{Pin}}' } }
  const { call, did } = start(
    {
      variables,
      main: {
        Ask: ['http-request-v2', request, { default: 'Copy' }],
        Copy: set('Shown', 'is {{Pin}}', 'Queue'),
        Queue: ['queue-contact', { destination: 'q' }],
      },
    },
    { fetch: answering({}) },
  )
  await call.rest()
  await call.happens('AgentContactAssigned')
  expect(did('requested')).toMatchObject([{ url: 'https://a.test/x?a=***&b=***&c=***' }])
  expect(did('shown')).toMatchObject([{ values: [{ label: 'Shown', value: 'is ***' }] }])
})

test('what a list of an export has no use for is passed over; what cannot be meant stops the call, and is told before', async () => {
  const odd: Drawing = {
    variables: { Id: 'NA' },
    main: {
      Hello: ['play-message', { promptsTts: [null, 5, { type: 'tts', value: 'Hello.' }] }, { default: 'Ask' }],
      Ask: [
        'http-request-v2',
        {
          authenticated: false,
          httpRequestUrl: 'https://a.test',
          httpQueryParameters: '',
          outputVariableArray: [null, { outputVariable: 'Id', jsonPathExp: 'id' }],
        },
      ],
    },
  }
  const { call, spoken } = start(odd, { fetch: answering({ id: 7 }) })
  await call.done
  expect([spoken(), call.variables().Id]).toEqual([['Hello.'], '7'])

  const wrong = (type: string, properties: object): Drawing => ({ variables: { Id: '' }, main: { A: [type, properties as Record<string, unknown>] } })
  const list = [{ key: 'X-Key', value: '1' }]
  for (const [drawing, message] of [
    [wrong('set-variable', { setVariablesArray: [null] }), 'A: no variable is chosen to be set.'],
    [
      wrong('http-request-v2', { authenticated: false, httpRequestUrl: 'https://a.test', httpRequestHeaders: list }),
      'A: httpRequestHeaders is no object of names and values.',
    ],
    [wrong('screen-pop', { screenPopUrl: 'https://a.test', queryParameters: list }), 'A: queryParameters is no object of names and values.'],
  ] as const) {
    await expect(start(drawing, { fetch: answering({}) }).call.done).rejects.toThrow(message)
    if (message.includes('object'))
      expect(validate(drawn(drawing))).toContainEqual(expect.objectContaining({ check: 'stops', activity: 'A', message: message.slice(3) }))
  }
})

test('an activity whose name is that of a member of every object, or is no text, is one that is not imitated', () => {
  for (const activityName of ['constructor', '__proto__', { a: 1 }]) {
    const flow = drawn({ main: { A: ['play-message', { activityName, duration: { b: 1 } }] } })
    const remarks = validate(flow)
    expect(remarks).toContainEqual(
      expect.objectContaining({
        check: 'not-imitated',
        activity: 'A',
        message: expect.stringContaining(`"${typeof activityName === 'string' ? activityName : 'action'}" is not imitated`),
      }),
    )
    expect(drawFlow(flow, { remarks })).toContain('</svg>')
  }
  expect(validate(drawn({ main: { A: ['play-music', { prompt: 'a', duration: { b: 1 } }] } })).map(({ message }) => message)).toContain(
    'duration is "{"b":1}", which is no number.',
  )
})

test('a request is tried as often as the flow says', async () => {
  const seen: Request[] = []
  const ask = { authenticated: false, httpRequestUrl: 'https://a.test', retryAttempts: 14 }
  await start({ main: { Ask: ['http-request-v2', ask] } }, { fetch: answering({}, 503, seen) }).call.done
  expect(seen).toHaveLength(15)
})

test('a text in half a character can be sent', async () => {
  const { call, did } = start(
    { main: { Ask: ['http-request-v2', { authenticated: false, httpRequestUrl: 'https://a.test', httpQueryParameters: { q: '{{ "😀" | slice(0,1) }}' } }] } },
    { fetch: answering({}) },
  )
  await call.done
  expect(did('requested')).toMatchObject([{ url: 'https://a.test/?q=%3F' }])
})

test('each call that a flow stops is told its own reason', async () => {
  const told: Notice[] = []
  const configuration = crmConfigurationSchema.parse({ ...parse(ZENDESK), webex: { flow: 'a.flow.json' } })
  const integration = webex(drawn({ main: { A: say('{{ NewPhoneContact.ANI - 1 }}') } }))
  await integration.start({
    fetch: answering({}),
    clock: virtualClock(START),
    random: seededRandom(1),
    configuration,
    report: (notice) => void told.push(notice),
  })
  for (const ani of ['+491', '+492']) {
    const event = {
      id: ani,
      type: 'com.cisco.wxcc.NewPhoneContact',
      subject: ani,
      contactid: ani,
      traceparent: 'x',
      data: { interactionId: ani, ani, dnis: '' },
    }
    await integration.deliver(event as unknown as InteractionEvent)
  }
  await expect(integration.rest?.()).rejects.toThrow('+491')
  expect(told.flatMap((notice) => (notice.kind === 'failed' ? [`${notice.interaction} ${notice.message.slice(-7)}`] : []))).toEqual([
    '+491 "+491".',
    '+492 "+492".',
  ])
})

test('a variable that holds nothing is there, and a sum is a DECIMAL however many digits it has', async () => {
  const { call, spoken, failures } = start({
    variables: { Doc: ['JSON', ''], Sum: ['DECIMAL', '0'] },
    main: {
      Hello: say('{{ Doc is null }} {{ Doc.part is null }}', 'Add'),
      Add: set('Sum', '{{ 0.1 + 0.2 }}', 'Less'),
      Less: set('Sum', '{{ Sum / 3.0 > 0.1 ? 0.1 / 3000000000.5 : Sum }}', 'Say'),
      Say: say('{{ Sum > 0.0 and Sum < 0.001 }}'),
    },
  })
  await call.done
  expect([spoken(), failures()]).toEqual([['true true', 'true'], []])
})
