import { stamp } from '../data/row.ts'
import { tablesOf } from '../fetch/run.ts'
import { jobsOf } from '../jobs/bulk-delete.ts'
import { readQueryExpression } from '../jobs/query-expression.ts'
import { invalidArgument, refuseFeature, refuseWith } from '../problems.ts'
import { instantIn } from '../query/moments.ts'
import { requirePrivilege, requirePrivilegeNamed } from '../security/privileges.ts'
import { settingsOf } from '../settings.ts'
import { insert } from '../write/create.ts'
import { changesTo, parametersOf, response, tableNamed, type Unbound } from './action.ts'

const BULK_DELETE = 13

/**
 * Starts a system job that deletes what queries find (documented). It runs on the World's clock, from `StartDateTime` or at
 * once, for as long as the setting `jobDuration` says; `asyncoperations(JobId)` tells how far it is. No mail is sent about it.
 */
export const bulkDelete: Unbound = (_segment, request) => {
  const { organization, caller, now } = request
  const parameters = parametersOf(request, 'BulkDelete')
  const { QuerySet: sets, JobName: name, RecurrencePattern: recurrence, StartDateTime: start } = parameters
  if (!Array.isArray(sets) || sets.length === 0) return refuseWith(invalidArgument("The parameter 'QuerySet' is missing or is not an array of queries."))
  if (typeof name !== 'string' || name === '') return refuseWith(invalidArgument("The parameter 'JobName' is missing."))
  if (typeof recurrence === 'string' && recurrence !== '') refuseFeature('BulkDelete with a RecurrencePattern')
  requirePrivilegeNamed('prvBulkDelete', caller, organization)
  const queries = sets.map(readQueryExpression)
  for (const query of queries) {
    tablesOf(query, request)
    requirePrivilege(caller, 'Delete', tableNamed(request, query.entity.name), organization)
  }
  const wanted = typeof start === 'string' ? instantIn(start) : now
  if (wanted === undefined) return refuseWith(invalidArgument("The parameter 'StartDateTime' is not a date."))
  const startsAt = parameters.RunNow === true ? now : Math.max(now, wanted)
  const { min, max } = settingsOf(organization.world).jobDuration
  const values = { name, operationtype: BULK_DELETE, messagename: 'BulkDelete', ...(startsAt > now ? { postponeuntil: stamp(startsAt) } : {}) }
  const job = insert(tableNamed(request, 'asyncoperation'), changesTo(values), request)
  const endsAt = startsAt + Math.round(organization.world.random('dynamics.jobs').uniform(min, max))
  jobsOf(organization).put(job.id, { id: job.id, user: caller.user.id, queries, startsAt, endsAt })
  request.writes.undoable(() => void jobsOf(organization).delete(job.id))
  return response(request, 'BulkDelete', { JobId: job.id })
}
