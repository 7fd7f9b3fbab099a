import { describe, expect, it } from 'vitest'
import { isFlow, parseFlow } from '../../harness/webex/load.ts'
import { crmOf } from '../../harness/webex/validate/crm.ts'
import { type FlowRemark, validate } from '../../harness/webex/validate/index.ts'
import { changed, type Editor } from '../mutants/flow.ts'
import { type Drawing, drawn, exported } from './engine-tools.ts'
import { published } from './published.ts'

const remarksOf = (edit: (editor: Editor) => void, crm: 'dynamics' | 'zendesk' = 'dynamics'): FlowRemark[] => validate(changed(crm, edit))
const told = (edit: (editor: Editor) => void, crm?: 'dynamics' | 'zendesk') => remarksOf(edit, crm).map(({ check, activity }) => `${check} ${activity}`)

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
    ['music of no name', 'no-prompt HoldMusic', ({ set }) => set('HoldMusic', 'prompt', '')],
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

  it('with music that a variable names is not told that it has none', () => {
    const named = ({ set, variable }: Editor) => {
      variable('Music', 'defaultmusic_on_hold.wav')
      set('HoldMusic', 'prompt', null)
      set('HoldMusic', 'promptDynamic', '{{Music}}')
    }
    expect(told(named)).not.toContain('no-prompt HoldMusic')
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
