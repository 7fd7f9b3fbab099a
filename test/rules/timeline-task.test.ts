import { expect, it } from 'vitest'
import { ada, tale } from './tale.ts'

const script = [
  { 'AGENT WORKFLOW CONFIGURATION': { dataMemorialization: 'Voice', timeline: 'Add Timeline' } },
  { 'AGENT WORKFLOW CONFIGURATION': { dataMemorialization: 'Digital' } },
]
const call = (studioScript: object[] = script) => tale('dynamics', { studioScript }).started(0).linked(5)
const both = { description: 'Sent a copy.', department: 'Mia' }
const said = (told: ReturnType<typeof call>) =>
  told
    .findings()
    .filter(({ rule }) => rule === 'timeline-task')
    .map(({ happened }) => happened)

it('a task on the linked record, once the contact is due, is as it should be, and so is one after it was unlinked', () => {
  const due = call().due(210).writes(211, both)
  expect(due.creates(212, 'task', { subject: 'A call' }, { id: 't1', about: ada }).findings()).toEqual([])
  expect(said(call().due(210).unlinked(211).creates(212, 'task', {}, { about: ada }))).toEqual([])
})

it('a task before the contact is due, or on a record that is not linked, or on none, is told of', () => {
  expect(said(call().creates(200, 'task', {}, { about: ada }).due(210))).toEqual(['one was made at 08:03:20, while the contact was not yet due'])
  expect(
    said(
      call()
        .due(210)
        .creates(212, 'task', {}, { about: { type: 'contact', id: 'tom' } }),
    ),
  ).toEqual(['it hangs on contact tom, which is not linked'])
  expect(said(call().due(210).creates(212, 'task', {}))).toEqual(['it hangs on none'])
  expect(said(call().due(210).creates(212, 'task', {}, { status: 403 }))).toEqual(['it hangs on none'])
  expect(said(call().creates(200, 'task', {}, { about: ada, status: 403 }).due(210))).toEqual(['one was sent at 08:03:20, while the contact was not yet due'])
})

it("a task that the agent asked for, or where the script chooses no timeline, is none of the timeline's", () => {
  for (const record of ['task', 'Task', 'tasks']) {
    const asks = { eventName: 'AgentWorkflowRequest', data: { action: 'create', record, fields: {}, pin: false } }
    expect(said(call().event(100, 'com.nice.cxone.CustomEvent', asks).creates(101, 'task', {}))).toEqual([])
  }
  expect(said(call([{ 'AGENT WORKFLOW CONFIGURATION': { dataMemorialization: 'Voice' } }]).creates(100, 'task', {}))).toEqual([])
})
