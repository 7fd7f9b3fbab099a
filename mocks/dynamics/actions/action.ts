import type { Reply } from '../../core/index.ts'
import { type Body, isObject, typeIn } from '../body.ts'
import { guidOf, isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Segment } from '../path.ts'
import { coded, invalidArgument, noSuchRecord, refuseWith, wrongMethod } from '../problems.ts'
import { bodyOf, type WebRequest } from '../request.ts'
import type { Changes } from '../write/payload.ts'

export type Unbound = (segment: Segment, request: WebRequest) => Reply
/** Bound to a set, or to a row of it. */
export type Bound = (segment: Segment, request: WebRequest, target: { table: Table; row?: Row }) => Reply

/** The parameters of an action. An action is posted. */
export function parametersOf(request: WebRequest, name: string): Body {
  if (request.method !== 'POST') wrongMethod(request)
  return bodyOf(request, name)
}

export function objectIn(parameters: Body, name: string): Body {
  const value = parameters[name]
  return isObject(value) ? value : refuseWith(invalidArgument(`The parameter '${name}' is missing or is not an object.`))
}

export function numberIn(parameters: Body, name: string): number {
  const value = parameters[name]
  return typeof value === 'number' ? value : refuseWith(invalidArgument(`The parameter '${name}' is missing or is not a number.`))
}

/** The status that an action leaves a row with: -1 asks for the default one of `state`, any other must belong to it (documented). */
export function closingStatus(table: Table, state: number, asked: number): number {
  const known = table.columns.get('statecode')?.options?.find(([value]) => value === state)
  if (asked === -1) return known?.[2] ?? asked
  const own = table.columns.get('statuscode')?.options?.find(([value]) => value === asked)
  return own?.[2] === state
    ? asked
    : refuseWith(coded('0x80048408', 400, `${asked} is not a valid status code for state code ${table.schema}State.${known?.[1]} on ${table.name}.`))
}

export const tableNamed = (request: Pick<WebRequest, 'organization'>, name: string): Table =>
  request.organization.model.tables.get(name) ?? refuseWith(invalidArgument(`The entity '${name}' does not exist.`))

/** The row that an object parameter names: by `@odata.type` and its key, or by its key alone. */
export function rowIn(value: unknown, tables: readonly string[], request: Pick<WebRequest, 'organization'>): Row {
  const object = isObject(value) ? value : refuseWith(invalidArgument())
  const type = typeIn(object)
  const candidates = type ? [type] : tables.length > 0 ? tables : [...request.organization.model.tables.keys()]
  for (const name of candidates) {
    const table = tableNamed(request, name)
    const id = object[table.key] ?? (name === 'systemuser' || name === 'team' ? object.ownerid : undefined)
    if (typeof id !== 'string') continue
    return request.organization.get(name, guidOf(id) ?? '') ?? refuseWith(noSuchRecord(name, id))
  }
  return refuseWith(invalidArgument(`The parameter names no row: its key or its @odata.type is missing.`))
}

export const changesTo = (values: Changes['values']): Changes => ({ values, parents: [], children: [], links: [] })
export const referenceTo = (row: Row): { id: string; table: string } => ({ id: row.id, table: row.table })
export const pointsTo = (row: Row, column: string): string | undefined => {
  const value = row.values[column]
  return isReference(value) ? value.id : undefined
}
export const response = ({ root }: WebRequest, name: string, members: Record<string, unknown>): Reply => ({
  status: 200,
  body: { '@odata.context': `${root}/$metadata#Microsoft.Dynamics.CRM.${name}Response`, ...members },
})
export const done: Reply = { status: 204 }
