import { expect, test } from 'vitest'
import { FlowFault } from '../../harness/webex/run.ts'
import { expectSoon } from '../soon.ts'
import { answering, type Drawing, say, set, start } from './engine-tools.ts'

const MENU = {
  promptsTts: [{ type: 'tts', value: 'Press 1 or 2.' }],
  menuLinks: ['1', '2'],
  menuLinks_input: ['agent', 'end'],
  entryTimeout: '3',
  interruptible: true,
}
const asked = (menu: object = MENU): Drawing => ({
  main: {
    Menu: ['ivr-menu', { ...menu }, { '1': 'Queue', '2': 'Bye', timeout: 'Silent', invalid: 'Wrong' }],
    Queue: ['queue-contact', { destination_name: 'Support' }, { default: 'Music' }],
    Music: ['play-music', { prompt: 'hold.wav', duration: '30' }, { default: 'Music' }],
    Silent: say('You pressed nothing.', 'Bye'),
    Wrong: say('That is no choice.', 'Bye'),
    Bye: ['disconnect-contact', {}],
  },
})

test('variables are set from the call, and several at once where the export has several', async () => {
  const { call } = start({
    variables: { ANI: 'ANI', Type: 'New', Count: ['INTEGER', '1'], Known: ['BOOLEAN', 'False'] },
    main: {
      Strip: set('ANI', '{{NewPhoneContact.ANI | replace({"+":""})}}', 'Several'),
      Several: [
        'set-variable',
        {
          setTo: 'set-to-literal',
          srcVariable: 'Type',
          expr: 'Existing',
          setVariablesArray: [
            { setTo: 'set-to-literal', srcVariable: 'Type', expr: 'Existing' },
            { setTo: 'set-to-literal', srcVariable: 'Count', expr: '{{ Count + 1 }}' },
            { setTo: 'set-to-literal', srcVariable: 'Known', expr: '{{ Type == "Existing" }}' },
          ],
        },
        { out: 'End' },
      ],
      End: ['end', {}],
    },
  })
  await call.done
  expect(call.variables()).toEqual({ ANI: '493012345', Type: 'Existing', Count: '2', Known: 'true' })
})

test('a value that does not fit the type leaves by error; without such a link it is the business of OnGlobalError', async () => {
  const main = (links: Record<string, string>): Drawing => ({
    variables: { Count: ['INTEGER', '1'] },
    main: { Set: ['set-variable', { setTo: 'set-to-literal', srcVariable: 'Count', expr: 'many' }, links], Sorry: say('Sorry.'), Fine: say('Fine.') },
    events: { GlobalErrorHandling: { Apology: say('Something went wrong.', 'Over'), Over: ['end', {}] } },
  })
  const drawn = start(main({ out: 'Fine', error: 'Sorry' }))
  await drawn.call.done
  expect(drawn.spoken()).toEqual(['Sorry.'])
  const undrawn = start(main({ out: 'Fine' }))
  await undrawn.call.done
  expect(undrawn.spoken()).toEqual(['Something went wrong.'])
  expect(undrawn.failures()).toEqual(['Set: "many" is no INTEGER. The variable is Count.', 'Set: It ended by "error", and no link is drawn from there.'])
  expect(undrawn.call.variables().Count).toBe('1')
})

test('prompts are spoken word for word, line breaks and all, and take their time', async () => {
  const { call, notices, spoken } = start({
    variables: { Name: 'Ada' },
    main: {
      Hello: say('Hello, {{Name}} !\nNice to hear you.', 'File'),
      File: ['play-message', { prompts: [{ type: 'audioFile', value: 'bye.wav' }] }, { default: 'Bye' }],
      Bye: ['disconnect-contact', {}],
    },
  })
  await call.done
  expect(spoken()).toEqual(['Hello, Ada !\nNice to hear you.'])
  expect(notices.flatMap((one) => (one.kind === 'flow' && ['spoke', 'played', 'disconnected'].includes(one.did) ? [[one.did, one.at]] : []))).toEqual([
    ['spoke', 0],
    ['played', 2000],
    ['disconnected', 7000],
  ])
})

test('a menu takes a digit that interrupts it, one that comes in time, and none that comes too late', async () => {
  const early = start(asked())
  early.call.presses('2')
  await early.call.done
  expect(early.did('disconnected')[0]?.at).toBe(0)

  const late = start(asked())
  await late.clock.sleep(3000)
  late.call.presses('2')
  await late.call.done
  expect(late.did('digits')).toMatchObject([{ digits: '2', outcome: 'chosen', at: 3000 }])

  const silent = start(asked())
  await silent.call.done
  expect(silent.spoken()).toEqual(['Press 1 or 2.', 'You pressed nothing.'])
  expect(silent.did('silence')).toMatchObject([{ after: 3000, at: 867 + 3000 }])
})

test('an invalid digit leaves by invalid; a prompt that may not be interrupted is heard to its end first', async () => {
  const wrong = start(asked())
  wrong.call.presses('9')
  await wrong.call.done
  expect(wrong.spoken()).toEqual(['Press 1 or 2.', 'That is no choice.'])
  const patient = start(asked({ ...MENU, interruptible: false }))
  patient.call.presses('2')
  await patient.call.done
  expect(patient.did('digits')).toMatchObject([{ at: 867 }])
})

test('digits are collected up to the terminator, the greatest number, or a pause', async () => {
  const collect = (pressed: string, more: object = {}) => {
    const started = start({
      variables: { Account: '' },
      main: {
        Ask: [
          'ivr-collectdigits',
          { promptsTts: [], minDigits: 2, maxDigits: 4, entryTimeout: '5', interDigitTimeout: '2', ...more },
          { default: 'Keep', invalid: 'Bad', timeout: 'Late' },
        ],
        Keep: set('Account', '{{Ask.DigitsEntered}}', 'End'),
        Bad: set('Account', 'bad', 'End'),
        Late: set('Account', 'late', 'End'),
        End: ['end', {}],
      },
    })
    if (pressed) started.call.presses(pressed)
    return started.call.done.then(() => started.call.variables().Account)
  }
  expect(await Promise.all([collect('12#'), collect('12345'), collect('123'), collect('1#'), collect(''), collect('12*', { terminatorSymbol: '*' })])).toEqual([
    '12',
    '1234',
    '123',
    'bad',
    'late',
    '12',
  ])
})

test('a case goes by its number where the cases are numbered, by its value where the link says it, else by default', async () => {
  const chosen = async (language: string, properties: object) => {
    const { call, spoken } = start({
      variables: { Language: language },
      main: {
        Which: ['case-statement', { expression: '{{Language}}', ...properties }, { '0': 'English', '1': 'German', fr: 'French', default: 'Other' }],
        English: say('English'),
        German: say('German'),
        French: say('French'),
        Other: say('Other'),
      },
    })
    await call.done
    return spoken()[0]
  }
  const numbered = { menuLinks: ['0', '1'], menuLinks_input: ['en', 'de'] }
  expect(await Promise.all([chosen('de', numbered), chosen('fr', {}), chosen('it', numbered)])).toEqual(['German', 'French', 'Other'])
})

test('a condition that is neither true nor false leaves by error', async () => {
  const { call, spoken } = start({
    variables: { Name: 'Ada' },
    main: {
      If: ['condition-activity', { expression: '{{ Name }}' }, { true: 'Yes', false: 'No', error: 'Neither' }],
      Yes: say('yes'),
      No: say('no'),
      Neither: say('neither'),
    },
  })
  await call.done
  expect(spoken()).toEqual(['neither'])
})

test('a queued call hears music until an agent answers, and then the event flow runs with the same variables', async () => {
  const flow = asked()
  const { call, clock, did, notices } = start({
    ...flow,
    variables: { Case: '42' },
    events: {
      AgentContactAssigned: {
        Pop: [
          'screen-pop',
          {
            screenPopUrl: 'https://crm.test/main.aspx?',
            queryParameters: { etn: 'incident', id: '{{Case}}' },
            target: 'newBrowserTab',
            screenPopDesktopLabel: 'Case {{Case}}',
          },
          { default: 'End' },
        ],
        End: ['end', {}],
      },
    },
  })
  call.presses('1')
  await call.rest()
  expect(did('queued')).toMatchObject([{ queue: 'Support', activity: 'Queue' }])
  await clock.sleep(65_000)
  await call.happens('AgentContactAssigned')
  await call.done
  expect(did('music')).toMatchObject([{ at: 0, for: 30_000 }, { at: 30_000 }, { at: 60_000 }])
  expect(notices.filter(({ kind }) => kind === 'popped')).toMatchObject([
    {
      url: 'https://crm.test/main.aspx?etn=incident&id=42',
      record: { type: 'incident', id: '42' },
      flow: { process: 'AgentContactAssigned', activity: 'Pop', target: 'newBrowserTab', label: 'Case 42', status: 0 },
    },
  ])
})

test('whoever hangs up ends the flow, wherever it is', async () => {
  const { call, clock, spoken, did } = start({
    ...asked(),
    events: { ContactEnded: { Note: set('Ended', 'yes', 'End'), End: ['end', {}] } },
    variables: { Ended: 'no' },
  })
  await clock.sleep(500)
  await call.happens('ContactEnded')
  await call.done
  expect(spoken()).toEqual(['Press 1 or 2.'])
  expect(did('silence')).toEqual([])
  expect(call.variables()).toEqual({ Ended: 'yes' })
})

test('a flow that comes to its end while nobody has the call ends the call', async () => {
  const { call, did } = start({ main: { Hello: say('Hello.') } })
  await call.done
  expect(did('disconnected')).toMatchObject([{ activity: 'Flow_Under_Test' }])
})

test('what is not imitated stops the call with its name and place', async () => {
  const stopped = (drawing: Drawing) =>
    start(drawing).call.done.then(
      () => undefined,
      (error: unknown) => error,
    )
  const activity = await stopped({ main: { Back: ['callback', {}] } })
  expect(activity).toBeInstanceOf(FlowFault)
  expect(activity).toMatchObject({ activity: 'Back', message: 'Back: the activity "callback" is not imitated.' })
  expect(await stopped({ variables: { A: '' }, main: { Strip: set('A', '{{NewPhoneContact.ANI | striptags}}') } })).toMatchObject({
    activity: 'Strip',
    message: 'Strip: expr, character 25 of "{{NewPhoneContact.ANI | striptags}}": The filter "striptags" is not imitated.',
  })
  expect(await stopped({ variables: { Amount: '' }, main: { Set: set('Amuont', '1') } })).toMatchObject({
    message: 'Set: it sets a variable "Amuont" that is not declared. Did you mean "Amount"?',
  })
  expect(await stopped({ main: { Wait: ['wait-activity', { duration: 'soon' }] } })).toMatchObject({
    message: 'Wait: the duration "soon" is not written HH:MM:SS.',
  })
})

test('a loop in which nothing changes and no time passes is found, and one that only counts as well', async () => {
  const still = start({ variables: { A: 'x' }, main: { One: set('A', 'x', 'Two'), Two: set('A', 'x', 'One') } })
  await expect(still.call.done).rejects.toThrow('One: the flow goes round in circles here')
  const counting = start({ variables: { N: ['INTEGER', '0'] }, main: { Count: set('N', '{{ N + 1 }}', 'Count') } })
  await expect(counting.call.done).rejects.toThrow('the flow goes round in circles here')
})

test('a loop that counts to its end, and one in which time passes, are none', async () => {
  const { call } = start({
    variables: { N: ['INTEGER', '0'] },
    main: {
      Count: set('N', '{{ N + 1 }}', 'More'),
      More: ['condition-activity', { expression: '{{ N < 100 }}' }, { true: 'Count', false: 'Music' }],
      Music: ['play-music', { prompt: 'a.wav', duration: 600 }, { default: 'Again' }],
      Again: ['condition-activity', { expression: '{{ N < 101 }}' }, { true: 'Count', false: 'End' }],
      End: ['end', {}],
    },
  })
  await call.done
  expect(call.variables()).toEqual({ N: '101' })
})

test('the value of a secure variable stays out of everything that is told', async () => {
  const { call, notices } = start(
    {
      variables: { Pin: ['STRING', 'geheim-123', { isSecure: true }], Other: '' },
      main: {
        Say: say('Your PIN is {{Pin}}.', 'Copy'),
        Copy: set('Other', 'x{{Pin}}', 'Ask'),
        Ask: ['http-request-v2', { authenticated: false, httpRequestUrl: 'https://a.test/?pin={{Pin}}' }, { default: 'End' }],
        End: ['end', {}],
      },
    },
    { fetch: answering({}, 500) },
  )
  await call.done
  expect(notices.length).toBeGreaterThan(5)
  expect(JSON.stringify(notices)).not.toContain('geheim')
  expect(call.variables()).toMatchObject({ Pin: '***' })
})

test('variables that the configuration adapts begin with its values', async () => {
  const { call, spoken } = start({ variables: { Greeting: 'Hello' }, main: { Say: say('{{Greeting}}') } }, { webex: { variables: { Greeting: 'Moin' } } })
  await call.done
  expect(spoken()).toEqual(['Moin'])
})

test('global variables of the tenant come from the configuration, and can be set', async () => {
  const drawing: Drawing = { main: { Set: set('Global_Language', 'de-{{Global_Language}}', 'Say'), Say: say('{{Global_Language}}') } }
  const { call, spoken } = start(drawing, { webex: { globals: { Global_Language: 'DE' } } })
  await call.done
  expect(spoken()).toEqual(['de-DE'])
  await expect(start(drawing).call.done).rejects.toThrow('There is no variable "Global_Language".')
})

test('text that doubles, and a loop that makes ever more of it, end soon', async () => {
  const hostile: Drawing[] = [
    { variables: { A: 'xxxxxxxx' }, main: { Double: set('A', '{{A}}{{A}}', 'Double') } },
    {
      variables: { A: 'x'.repeat(90_000), B: '', N: ['INTEGER', '0'] },
      main: { Copy: set('B', '{{A}}{{A}}{{A}}{{A}}{{A}}{{A}}{{N}}', 'Count'), Count: set('N', '{{N + 1}}', 'Copy') },
    },
  ]
  for (const drawing of hostile) {
    await expectSoon(() => expect(start(drawing).call.done).rejects.toThrow(FlowFault))
  }
})

test('a circle in which hardly any time passes, and one that asks until something else comes, end soon', async () => {
  const menu: Drawing = { main: { Menu: ['ivr-menu', { menuLinks: ['1'], entryTimeout: 0 }, { timeout: 'Menu' }] } }
  await expectSoon(() => expect(start(menu).call.done).rejects.toThrow('Menu: the flow goes round in circles here: 2000 activities within a minute.'))
  const asking: Drawing = {
    main: {
      Ask: ['http-request-v2', { authenticated: false, httpRequestUrl: 'https://a.test/', retryAttempts: 0 }, { default: 'Came' }],
      Came: ['condition-activity', { expression: '{{ Ask.httpStatusCode == 201 }}' }, { true: 'End', false: 'Ask' }],
      End: ['end', {}],
    },
  }
  await expectSoon(() =>
    expect(start(asking, { fetch: answering({}) }).call.done).rejects.toThrow('Ask: the flow goes round in circles here: 100 requests within a minute.'),
  )
})

test('a queue that looks again every second goes on', async () => {
  const { call, did } = start(
    {
      variables: { N: ['INTEGER', '0'] },
      main: {
        Music: ['play-music', { prompt: 'a.wav', duration: 1 }, { default: 'Ask' }],
        Ask: ['http-request-v2', { authenticated: false, httpRequestUrl: 'https://a.test/' }, { default: 'Count' }],
        Count: set('N', '{{ N + 1 }}', 'More'),
        More: ['condition-activity', { expression: '{{ N < 200 }}' }, { true: 'Music', false: 'End' }],
        End: ['end', {}],
      },
    },
    { fetch: answering({}) },
  )
  await call.done
  expect(did('requested')).toHaveLength(200)
})

test('when an agent answers, the desktop shows the call-associated data', async () => {
  const { call, did } = start({
    variables: { Case: ['STRING', '42', { isCAD: true, desktopLabel: 'Case number' }], Pin: ['STRING', '1234', { isCAD: true, isSecure: true }], Inner: 'x' },
    main: { Queue: ['queue-contact', { destination: 'q' }, {}] },
  })
  await call.rest()
  await call.happens('AgentContactAssigned')
  expect(did('shown')).toMatchObject([
    {
      values: [
        { label: 'Case number', value: '42' },
        { label: 'Pin', value: '***' },
      ],
    },
  ])
})
