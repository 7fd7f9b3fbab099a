import { isWrite } from '../../mocks/core/meaning.ts'
import type { RecordChange } from '../report/reporter.ts'
import type { Judge } from '../scenario/crm/judge.ts'
import type { TraceEntry } from '../trace.ts'

/** The records that the integration wrote, or tried to, as they are now and as they were; `rewind` takes the World back to its start, for good. */
export async function changesOf(trace: readonly TraceEntry[], judge: Judge, rewind: () => void): Promise<RecordChange[]> {
  const touched = touchedRecords(trace)
  const look = async () => {
    const seen: (Record<string, unknown> | undefined)[] = []
    for (const { type, id } of touched) seen.push(await judge.record(type, id))
    return seen
  }
  const after = await look()
  rewind()
  const before = await look()
  return touched.flatMap(({ type, id }, index) => {
    const [was, is] = [before[index], after[index]]
    return was === undefined && is === undefined ? [] : [{ type, id, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) }]
  })
}

/** In the order in which they were first written. A comment belongs to its ticket. */
function touchedRecords(trace: readonly TraceEntry[]): { type: string; id: string }[] {
  const records = trace.flatMap((entry) =>
    entry.kind !== 'exchange'
      ? []
      : entry.exchange.actions.flatMap((action) => {
          if (action.kind === 'deleted') return [{ type: action.type, id: action.id }]
          if (!isWrite(action)) return []
          const whole = action.type === 'comment' ? action.about : action
          return whole?.id === undefined ? [] : [{ type: whole.type, id: whole.id }]
        }),
  )
  return [...new Map(records.map((record) => [`${record.type} ${record.id}`, record])).values()]
}
