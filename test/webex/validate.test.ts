import { describe, expect, it } from 'vitest'
import { drawFlow } from '../../harness/webex/draw/svg.ts'
import { isFlow, parseFlow } from '../../harness/webex/load.ts'
import { crmOf } from '../../harness/webex/validate/crm.ts'
import { type FlowRemark, validate } from '../../harness/webex/validate/index.ts'
import { changed, type Editor } from '../mutants/flow.ts'
import { type Drawing, drawn, exported } from './engine-tools.ts'

const remarksOf = (edit: (editor: Editor) => void, crm: 'dynamics' | 'zendesk' = 'dynamics'): FlowRemark[] => validate(changed(crm, edit))
const told = (edit: (editor: Editor) => void, crm?: 'dynamics' | 'zendesk') => remarksOf(edit, crm).map(({ check, activity }) => `${check} ${activity}`)

/** All that is wrong with the published template for Dynamics, in a flow of our own. */
const published = (editor: Editor): void => {
  const { set, replace, link, variable } = editor
  replace('LookUpCustomer', 'httpRequestPath', /\$filter=.*/, "$$filter=contains(telephone1,'{{CallerNumber}}')\"")
  set('LookUpCustomer', 'outputVariableArray', [
    { outputVariable: 'CustomerID', jsonPathExp: 'value[0].contactid' },
    { outputVariable: 'CustomerName', jsonPathExp: 'value[0].fullname' },
  ])
  set('OneCustomer', 'expression', '{{ CustomerID != "NA" }}')
  set('LookUpCase', 'httpRequestPath', 'incidents?$select=title,_customerid_value,ticketnumber')
  link('LookUpCustomer', 'default', 'OneCustomer')
  link('LookUpCase', 'default', 'RememberCase')
  replace('OpenCase', 'queryParameters', '{{CaseID}}', 'b0b0b0b0-0000-4000-8000-00000000cafe')
  link('HoldMusic', 'default', 'HoldMusic')
  for (const name of ['CustomerID', 'CustomerName', 'CaseTitle', 'CaseNumber']) variable(name, 'NA')
}

describe('the mistakes of the published template', () => {
  it('are all named, each with its activity, what it does to a caller, the rule, and how to mend it', () => {
    const remarks = remarksOf(published)
    const named = remarks.map(({ check, activity }) => `${check} ${activity}`)
    for (const one of [
      'loose-match LookUpCustomer',
      'no-customer-filter LookUpCase',
      'no-order LookUpCase',
      'no-error-branch LookUpCustomer',
      'no-error-branch LookUpCase',
      'no-case-untested CaseMessage',
      'fixed-id OpenCase',
      'waits-for-ever HoldMusic',
    ])
      expect(named).toContain(one)
    for (const { rules, mend } of remarks.filter(({ severity }) => severity === 'error')) {
      expect(rules.length).toBeGreaterThan(0)
      expect(mend).toMatch(/\.$/)
    }
    expect(remarks.findIndex(({ severity }) => severity === 'warning')).toBeGreaterThan(remarks.findLastIndex(({ severity }) => severity === 'error'))
  })
})

describe('a drawing', () => {
  it.each<[string, string, (editor: Editor) => void]>([
    ['an outcome without a link', 'no-way-on OneCustomer', ({ link }) => link('OneCustomer', 'false', undefined)],
    [
      'a case without a link',
      'no-way-on AnyCase',
      ({ set }) => {
        set('AnyCase', 'activityName', 'case-statement')
        set('AnyCase', 'menuLinks', ['0', '1'])
      },
    ],
    [
      'a wait that leads nowhere',
      'no-way-on CaseMessage',
      ({ set, link }) => {
        set('CaseMessage', 'activityName', 'wait-activity')
        link('CaseMessage', 'default', undefined)
      },
    ],
    ['an activity that no path leads to', 'unreachable CaseMessage', ({ link }) => link('RememberCase', 'out', 'MainMenu')],
    [
      'a circle that nobody leaves',
      'loop MainMenu',
      ({ link }) => {
        for (const on of ['1', '2', 'timeout', 'invalid', 'error']) link('MainMenu', on, 'MainMenu')
      },
    ],
    ['a variable that is not declared', 'undeclared CaseMessage', ({ replace }) => replace('CaseMessage', 'promptsTts', '{{CaseTitle}}', '{{CaseTitel}}')],
    [
      'an output of an activity that is not there',
      'undeclared CaseAnswer',
      ({ set }) => set('CaseAnswer', 'expression', '{{ LookUpCses.httpStatusCode == 200 }}'),
    ],
    ['a variable that nothing has set', 'before-set Welcome', ({ replace }) => replace('Welcome', 'promptsTts', 'Welcome', 'Welcome {{CustomerName}}')],
    ['a variable that nothing reads', 'unused Colour', ({ variable }) => variable('Colour', 'blue')],
    ['a prompt without a text', 'no-prompt Welcome', ({ set }) => set('Welcome', 'promptsTts', [])],
    ['an audio file of its own', 'audio-file HoldMusic', ({ set }) => set('HoldMusic', 'prompt', 'our-jingle.wav')],
    ['a placeholder as text', 'placeholder-in-text Welcome', ({ replace }) => replace('Welcome', 'promptsTts', 'Rehearsal', 'null')],
    [
      'a record that is always asked for',
      'fixed-id LookUpCase',
      ({ replace }) => replace('LookUpCase', 'httpRequestPath', '{{CustomerID}}', 'b0b0b0b0-0000-4000-8000-00000000cafe'),
    ],
    ['a key that its menu does not offer', 'no-key MainMenu', ({ link }) => link('MainMenu', '5', 'HangUp')],
    ['a choice of two digits', 'no-key MainMenu', ({ set }) => set('MainMenu', 'menuLinks', ['1', '2', '12'])],
    [
      'nothing to choose',
      'no-menu Dynamics data dip',
      ({ link }) => {
        for (const on of ['default', 'error']) link('CaseMessage', on, 'WaitForAgent')
      },
    ],
    [
      'a menu without a key for an agent',
      'no-choice MainMenu',
      ({ link }) => {
        for (const on of ['1', 'timeout', 'invalid', 'error']) link('MainMenu', on, 'HangUp')
      },
    ],
    ['a queue without music', 'no-music WaitForAgent', ({ link }) => link('WaitForAgent', 'default', 'HangUp')],
    [
      'words when the call has ended',
      'after-the-call Farewell',
      ({ add, link }) => {
        add('Farewell', 'action', { activityName: 'play-message', event: 'ContactEnded', promptsTts: [{ type: 'tts', value: 'Bye.' }] })
        link('ContactEnded', 'out', 'Farewell')
      },
    ],
    [
      'nothing that pops',
      'no-pop Dynamics data dip',
      ({ set }) => {
        for (const pop of ['OpenCase', 'OpenNewCase']) set(pop, 'activityName', 'start-media-stream')
      },
    ],
    [
      'a number that is cut up after its plus sign is gone',
      'one-country CutNumber',
      ({ add, variable, link }) => {
        variable('National', '')
        add('CutNumber', 'set-variable', {
          activityName: 'set-variable',
          setVariablesArray: [
            { srcVariable: 'National', setTo: 'set-to-literal', expr: '{{ "(" + (CallerNumber | slice(0,3)) + ") " + (CallerNumber | slice(3,6)) }}' },
          ],
        })
        link('CutNumber', 'out', 'Welcome')
        link('StripPlus', 'out', 'CutNumber')
      },
    ],
  ])('with %s is told so', (_, wanted, edit) => {
    expect(told(edit)).toContain(wanted)
  })

  it('with a link that leads nowhere is told so', () => {
    const source = JSON.stringify({
      name: 'Dangling',
      variables: [],
      process: {
        activities: { a: { id: 'a', name: 'Start', group: 'start', properties: { activityName: 'NewPhoneContact' } } },
        links: [
          { sourceActivityId: 'a', targetActivityId: 'gone', conditionExpr: 'out' },
          { sourceActivityId: 'lost', targetActivityId: 'a', conditionExpr: 'default' },
        ],
      },
    })
    const flow = parseFlow(source, 'dangling.json')
    if (!isFlow(flow)) throw new Error('It should be readable.')
    expect(validate(flow).map(({ check, message }) => [check, message])).toEqual(
      expect.arrayContaining([
        ['dangling-link', 'The link "out" leads to the activity gone, which is not in the flow.'],
        ['dangling-link', 'A link "default" to Start begins at the activity lost, which is not in the flow.'],
      ]),
    )
  })

  it('with a variable that is declared twice, or begins with what its type cannot hold, is told what a call begins with', () => {
    const drawing: Drawing = { variables: { Rounds: ['INTEGER', 'many'], Known: ['BOOLEAN', ''], Full: ['DECIMAL', '1.5'] }, main: { End: ['end', {}] } }
    const source = exported(drawing)
    source.variables.push({ ...(source.variables[2] as (typeof source.variables)[number]), value: '2' })
    const flow = parseFlow(JSON.stringify(source), 'a.json')
    if (!isFlow(flow)) throw new Error('It should be readable.')
    expect(validate(flow).filter(({ severity }) => severity === 'error')).toMatchObject([
      { check: 'declared-twice', activity: 'Full', message: 'The variable is declared more than once; here the last one counts, DECIMAL "2".' },
      { check: 'default-type', activity: 'Rounds', message: 'Its default "many" is no INTEGER, so a call begins with 0.' },
    ])
  })

  it.each<[string, string, string, (editor: Editor) => void]>([
    ['a test that nobody knows', 'not-imitated AnyCase', 'test "is emty"', ({ set }) => set('AnyCase', 'expression', '{{ CaseID is emty }}')],
    [
      'an argument that a filter does not have',
      'expression StripPlus',
      'no argument "zone"',
      ({ set }) => set('StripPlus', 'expr', '{{ now() | date("HH", zone="UTC") }}'),
    ],
    [
      'one argument too many',
      'expression StripPlus',
      'upper takes no arguments',
      ({ set }) => set('StripPlus', 'expr', '{{ NewPhoneContact.ANI | upper("de") }}'),
    ],
    [
      'a path that cannot be read',
      'stops LookUpCase',
      'CaseID: The path "value[" cannot',
      ({ set }) => set('LookUpCase', 'outputVariableArray', [{ outputVariable: 'CaseID', jsonPathExp: 'value[' }]),
    ],
    [
      'a path with a pattern',
      'stops LookUpCase',
      'match() and search()',
      ({ set }) => set('LookUpCase', 'outputVariableArray', [{ outputVariable: 'CaseID', jsonPathExp: '$.value[?match(@.a, "b")]' }]),
    ],
    ['an answer in XML', 'not-imitated LookUpCase', 'Reading XML', ({ set }) => set('LookUpCase', 'contentType', 'XML')],
    ['a method that is none', 'stops LookUpCase', '"FETCH" is no method', ({ set }) => set('LookUpCase', 'httpRequestMethod', 'FETCH')],
    ['a variable set by another', 'not-imitated StripPlus', 'set-to-variable', ({ set }) => set('StripPlus', 'setTo', 'set-to-variable')],
    ['a time that is no number', 'stops MainMenu', 'entryTimeout is "soon"', ({ set }) => set('MainMenu', 'entryTimeout', 'soon')],
    [
      'a wait in words',
      'stops HoldMusic',
      'HH:MM:SS',
      ({ set }) => {
        set('HoldMusic', 'activityName', 'wait-activity')
        set('HoldMusic', 'duration', '5 s')
      },
    ],
  ])('with %s, which stops a call, is told so before one comes: %s', (_, wanted, words, edit) => {
    const found = remarksOf(edit).filter(({ check, activity }) => `${check} ${activity}` === wanted)
    expect(found.map(({ message }) => message).join()).toContain(words)
  })

  it('has the nearest name in its mend', () => {
    const [remark] = remarksOf(({ replace }) => replace('CaseMessage', 'promptsTts', '{{CaseTitle}}', '{{CaseTitel}}'))
    expect(remark?.message).toContain('Did you mean "CaseTitle"?')
    expect(remark?.mend).toContain('under "globals" in the configuration')
  })

  it('with an error link at the request needs no test of its status', () => {
    const edit = ({ link }: Editor) => {
      link('LookUpCustomer', 'default', 'OneCustomer')
      link('LookUpCustomer', 'error', 'TroubleMessage')
    }
    expect(told(edit).filter((one) => one.startsWith('no-error-branch'))).toEqual([])
  })

  it('does not call a variable unused whose expression cannot be read', () => {
    const typo = ({ replace }: Editor) => replace('LookUpCase', 'httpRequestPath', '{{CustomerID}}', '{{[CustomerID}}')
    expect(told(typo)).toContain('expression LookUpCase')
    expect(told(typo)).not.toContain('unused CustomerID')
  })

  it('tells which CRM it is for', () => {
    expect([crmOf(changed('dynamics', () => {})), crmOf(changed('zendesk', () => {}))]).toEqual(['dynamics', 'zendesk'])
  })
})

it('an event that never happens here is told where something hangs on it, and one that nothing but its own activity names happens', () => {
  const drawing: Drawing = {
    main: { Queue: ['queue-contact', { destination: 'q' }] },
    events: {
      ContactPredial: { Pop: ['screen-pop', { screenPopUrl: 'https://a.test/' }, { default: 'Over' }], Over: ['end', {}] },
      ContactCallbackFailed: { End: ['end', {}] },
    },
  }
  expect(validate(drawn(drawing)).filter(({ check }) => check === 'not-imitated')).toMatchObject([
    { activity: 'ContactPredial', severity: 'warning', message: 'The event "ContactPredial" never happens here, so nothing of what hangs on it runs.' },
  ])
  const source = JSON.parse(JSON.stringify(exported({ ...drawing, events: { ContactEnded: { End: ['end', {}] } } })))
  source.eventFlows.eventsMap.GLOBAL_EVENTS.onEvents = null
  source.eventFlows.eventsMap.GLOBAL_EVENTS.process.activities['id-ContactEnded'].properties.eventSpecificationName = 'ContactEnded'
  expect(parseFlow(JSON.stringify(source), 'a.json')).toMatchObject({ onEvents: { ContactEnded: 'id-ContactEnded' } })
})

describe('the picture', () => {
  const boxes = (svg: string) =>
    [...svg.matchAll(/<g class="(begin|action|choice|over)[^"]*" transform="translate\(([\d.]+) ([\d.]+)\)"><title>([^\n<]*)/g)].map(([, , x, y, name]) => ({
      x: Number(x),
      y: Number(y),
      name,
    }))

  it.each(['dynamics', 'zendesk'] as const)('of the flow for %s has every activity once, none upon another, inside the frame', (crm) => {
    const flow = changed(crm, () => {})
    const svg = drawFlow(flow)
    const drawn = boxes(svg)
    expect(drawn.map(({ name }) => name).sort()).toEqual([...flow.main.activities.values(), ...flow.events.activities.values()].map(({ name }) => name).sort())
    const [, width] = /width="([\d.]+)"/.exec(svg) ?? []
    for (const part of [drawn.slice(0, flow.main.activities.size), drawn.slice(flow.main.activities.size)])
      part.forEach((one, i) => {
        expect(one.x).toBeGreaterThan(0)
        expect(one.x).toBeLessThan(Number(width))
        for (const other of part.slice(i + 1)) expect(Math.abs(one.y - other.y) > 46 || Math.abs(one.x - other.x) > 188, `${one.name} ${other.name}`).toBe(true)
      })
    expect(drawFlow(flow)).toBe(svg)
  })

  it('writes each choice of a menu beside its own line: none hides another', () => {
    const labels = [...drawFlow(changed('dynamics', () => {})).matchAll(/<text class="(label[^"]*)" x="([\d.]+)" y="([\d.]+)">([^<]*)/g)]
    const [goodbye, agent] = ['2', '1, timeout, invalid, error'].map((said) => labels.find(([, , , , text]) => text === said))
    expect([goodbye?.[1], agent?.[1], goodbye?.[3]]).toEqual(['label before', 'label', agent?.[3]])
    expect(Number(goodbye?.[2])).toBeLessThan(Number(agent?.[2]))
  })

  it('shows remarks by their numbers and the way of a call', () => {
    const flow = changed('dynamics', published)
    const remarks = validate(flow)
    const svg = drawFlow(flow, { remarks, taken: { activities: new Set(['LookUpCustomer']), links: new Set(['LookUpCustomer default']) } })
    const ofActivities = remarks.filter(({ check }) => check !== 'unused')
    expect(svg.match(/class="badge/g)).toHaveLength(ofActivities.length)
    expect(svg.match(/class="line taken"/g)).toHaveLength(1)
    expect(svg.match(/ been"/g)).toHaveLength(1)
  })

  it('has no markup and no control character from the flow in it', () => {
    const flow = changed('dynamics', ({ replace, set }) => {
      replace('Welcome', 'promptsTts', 'Welcome', '<script>alert(1)</script>\\u0001 & \\ud800')
      set('Welcome', 'description', '"><img src=x onerror=alert(1)>')
    })
    const svg = drawFlow(flow)
    expect(svg).not.toMatch(/<script|<img/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not be there
    expect(svg).not.toMatch(/[\u0000-\u0008\p{Surrogate}]/u)
    expect(svg).toContain('&lt;script&gt;')
  })

  it('of a flow with circles and many links ends at once', () => {
    const size = 400
    const activities = Object.fromEntries(
      Array.from({ length: size }, (_, i) => [
        `a${i}`,
        {
          id: `a${i}`,
          name: `A${i}`,
          group: i === 0 ? 'start' : 'action',
          properties: { activityName: 'play-message', promptsTts: [{ type: 'tts', value: '{{x}}' }] },
        },
      ]),
    )
    const links = Array.from({ length: size * 4 }, (_, i) => ({
      sourceActivityId: `a${i % size}`,
      targetActivityId: `a${(i * 7 + 13) % size}`,
      conditionExpr: String(i),
    }))
    const flow = parseFlow(JSON.stringify({ name: 'Thicket', variables: [], process: { activities, links } }), 'thicket.json')
    if (!isFlow(flow)) throw new Error('It should be readable.')
    const remarks = validate(flow)
    expect(remarks.length).toBeGreaterThan(0)
    expect(drawFlow(flow, { remarks })).toContain('</svg>')
  }, 3000)
})
