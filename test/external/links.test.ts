import { expect, it } from 'vitest'
import { linkReader } from '../../harness/external/links.ts'
import type { TraceEntry } from '../../harness/trace.ts'
import type { CrmAction } from '../../mocks/core/index.ts'

const exchange = (id: number, ...actions: CrmAction[]): TraceEntry => ({
  kind: 'exchange',
  at: id,
  interaction: 'i1',
  by: 'trace',
  exchange: {
    id,
    mock: 'dynamics',
    operation: 'o',
    at: id,
    until: id,
    request: { method: 'GET', url: 'https://dynamics.example/', headers: {} },
    response: { status: 200, headers: {} },
    remarks: [],
    actions,
  },
})
const found = (...ids: string[]) => exchange(1, { kind: 'searched', record: 'contact', type: 'contact', ok: true, found: ids, terms: '' })
const request = { subject: 'i1', type: 'com.nice.cxone.CustomEvent', data: { eventName: 'AgentWorkflowRequest', data: { action: 'link', record: 'contact' } } }
const asks = { kind: 'event', at: 2, event: request } as unknown as TraceEntry
const dealtWith = { kind: 'delivered', at: 3, event: request } as unknown as TraceEntry
const told = (...entries: TraceEntry[]) => {
  const reader = linkReader()
  return { links: entries.flatMap(reader.before).flatMap((one) => (one.kind === 'notice' ? [one.notice] : [])), unsure: reader.unsure() }
}
const linked = (id: string) => ({ kind: 'linked', interaction: 'i1', record: { type: 'contact', id } })

it('the one record that an interaction has met is the one that the agent links', () => {
  expect(told(found('ada'), asks, dealtWith)).toEqual({ links: [linked('ada')], unsure: [] })
})

it.each<[string, CrmAction]>([
  ['is written to', { kind: 'updated', record: 'contact', type: 'contact', id: 'tom', fields: { description: 'x' }, ok: true }],
  ['a task is hung on', { kind: 'created', record: 'task', type: 'task', fields: {}, about: { record: 'contact', type: 'contact', id: 'tom' }, ok: true }],
])('of several it is taken to be the first that %s, and that is said', (_, action) => {
  expect(told(found('ada', 'tom'), asks, dealtWith, exchange(4, action))).toEqual({
    links: [linked('tom')],
    unsure: [{ interaction: 'i1', record: { type: 'contact', id: 'tom' }, exchange: 4 }],
  })
})
