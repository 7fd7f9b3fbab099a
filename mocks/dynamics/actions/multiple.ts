import { type Body, isObject, typeIn } from '../body.ts'
import { guidOf, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { parsePath, type RowKey, resourceOf } from '../path.ts'
import { badPayload, invalidArgument, noSuchRecord, refuseWith } from '../problems.ts'
import type { WebRequest } from '../request.ts'
import { findByKey } from '../resolve.ts'
import { create, createAt } from '../write/create.ts'
import { updateAt } from '../write/update.ts'
import { type Bound, done, parametersOf, response } from './action.ts'

/** Documented: all of them or none, 1000 at the most by advice; every target names its type. */
function targetsOf(request: WebRequest, table: Table, name: string): Body[] {
  const { Targets: targets } = parametersOf(request, name)
  if (!Array.isArray(targets) || !targets.every(isObject)) refuseWith(invalidArgument("The parameter 'Targets' is missing or is not an array of objects."))
  for (const target of targets as Body[]) {
    const type = typeIn(target)
    if (type !== table.name) {
      refuseWith(
        badPayload(
          table.set,
          `Microsoft.OData.ODataException: A type named '${type}' could not be resolved for a target of ${name}; expected 'Microsoft.Dynamics.CRM.${table.name}' in @odata.type.`,
        ),
      )
    }
  }
  return targets as Body[]
}

/** How a target names its row: by `@odata.id`, where an alternate key may stand (documented), or by its key. */
function keyOf(target: Body, table: Table): RowKey | undefined {
  const address = target['@odata.id']
  if (typeof address === 'string') {
    const [segment, more] = parsePath(resourceOf(address))
    if (segment?.name !== table.set || !segment.key || more) return refuseWith(invalidArgument(`The @odata.id '${address}' names no row of '${table.set}'.`))
    return segment.key
  }
  const id = guidOf(String(target[table.key] ?? ''))
  return id === undefined ? undefined : { id }
}

function known(key: RowKey | undefined, table: Table, { organization }: WebRequest): Row | undefined {
  const id = key && findByKey(organization, table, key)
  return id === undefined ? undefined : organization.get(table.name, id)
}

export const createMultiple: Bound = (_segment, request, { table }) =>
  response(request, 'CreateMultiple', { Ids: targetsOf(request, table, 'CreateMultiple').map((target) => create(table, target, request).id) })

export const updateMultiple: Bound = (_segment, request, { table }) => {
  for (const target of targetsOf(request, table, 'UpdateMultiple')) {
    const named = String(target['@odata.id'] ?? target[table.key] ?? '')
    const key = keyOf(target, table)
    updateAt(table, known(key, table, request) ?? refuseWith(noSuchRecord(table.name, named)), key, target, request)
  }
  return done
}

export const upsertMultiple: Bound = (_segment, request, { table }) => {
  const results = targetsOf(request, table, 'UpsertMultiple').map((target) => {
    const key = keyOf(target, table)
    const row = known(key, table, request)
    const after = row ? updateAt(table, row, key, target, request) : key ? createAt(table, key, target, request) : create(table, target, request)
    return { RecordCreated: row === undefined, Target: { '@odata.type': `#Microsoft.Dynamics.CRM.${table.name}`, [table.key]: after.id } }
  })
  return response(request, 'UpsertMultiple', { Results: results })
}
