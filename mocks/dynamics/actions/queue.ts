import { isObject } from '../body.ts'
import { invalidArgument, refuseWith } from '../problems.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { insert } from '../write/create.ts'
import { readChanges } from '../write/payload.ts'
import { change } from '../write/update.ts'
import { type Bound, changesTo, parametersOf, pointsTo, referenceTo, response, rowIn, tableNamed } from './action.ts'

/** Puts a row into a queue; one that is in another queue moves (documented). */
export const addToQueue: Bound = (_segment, request, { table, row: queue }) => {
  if (!queue || table.name !== 'queue') refuseWith(invalidArgument('AddToQueue is bound to a queue.'))
  const parameters = parametersOf(request, 'AddToQueue')
  const target = rowIn(parameters.Target, [], request)
  const items = tableNamed(request, 'queueitem')
  requirePrivilege(request.caller, 'Create', items, request.organization)
  const more = isObject(parameters.QueueItemProperties) ? readChanges(parameters.QueueItemProperties, items, 'create', request).values : {}
  const values = { ...more, queueid: referenceTo(queue), objectid: referenceTo(target) }
  const known = request.organization.referencing('queueitem', 'objectid', target.id).find((item) => pointsTo(item, 'objectid') === target.id)
  const item = known ? change(items, known, changesTo(values), request) : insert(items, changesTo(values), request)
  return response(request, 'AddToQueue', { QueueItemId: item.id })
}
