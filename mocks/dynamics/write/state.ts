import type { Row, Value } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { badStatus, coded, refuseWith } from '../problems.ts'

/** State and status that a client's write leads to: a pair that fits, and for a case one that its rules let it have. */
export function stateAfter(table: Table, before: Row | undefined, wanted: Record<string, Value>, id: string): Pair | undefined {
  const pair = pairAfter(table, before, wanted, id)
  if (pair && table.name === 'incident') incidentMay(Number(before?.values.statecode ?? 0), pair.statecode)
  return pair
}

type Pair = { statecode: number; statuscode: number }

/**
 * State and status that are asked for. A state alone takes its default status, a status alone its state (inferred);
 * a pair must fit. Undefined where the table has no states or nothing changes.
 */
export function pairAfter(table: Table, before: Row | undefined, wanted: Record<string, Value>, id: string): Pair | undefined {
  const states = table.columns.get('statecode')?.options
  const statuses = table.columns.get('statuscode')?.options
  if (!states || !statuses) return undefined
  const fallback = states[0]?.[0] ?? 0
  const asked = typeof wanted.statecode === 'number' ? wanted.statecode : undefined
  const status = typeof wanted.statuscode === 'number' ? wanted.statuscode : undefined
  const current = typeof before?.values.statecode === 'number' ? before.values.statecode : fallback
  // No row is without a status: null asks for the one that its state starts with (inferred).
  const cleared = wanted.statuscode === null
  if (asked === undefined && status === undefined && !(before && cleared))
    return before ? undefined : { statecode: fallback, statuscode: defaultStatus(states, fallback) }
  const own = status === undefined ? undefined : statuses.find(([value]) => value === status)
  const state = asked ?? own?.[2] ?? current
  const label = states.find(([value]) => value === state)?.[1] ?? String(state)
  const enumeration = `${table.schema}State.${label}`
  if (!states.some(([value]) => value === state)) return refuseWith(badStatus(status ?? -1, enumeration, table.name, id))
  if (status !== undefined && own?.[2] !== state) return refuseWith(badStatus(status, enumeration, table.name, id))
  return { statecode: state, statuscode: status ?? (state === current && before && !cleared ? Number(before.values.statuscode) : defaultStatus(states, state)) }
}

function defaultStatus(states: readonly (readonly [number, string, number?])[], state: number): number {
  return states.find(([value]) => value === state)?.[2] ?? 1
}

/** A case is resolved by CloseIncident only; wording from XrmMockup's source. */
function incidentMay(current: number, next: number): void {
  if (current === 1 && next === 1)
    refuseWith(coded('0x800404cf', 400, 'This case has already been resolved. Close and reopen the case record to see the updates.'))
  if (next === 1) {
    refuseWith(
      coded(
        '0x80048408',
        400,
        'This message can not be used to set the state of incident to Resolved. In order to set state of incident to Resolved, use the CloseIncidentRequest message instead.',
      ),
    )
  }
}
