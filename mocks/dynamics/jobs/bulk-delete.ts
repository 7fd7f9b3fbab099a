import { problem, Refusal } from '../../core/index.ts'
import type { Organization } from '../data/organization.ts'
import { type Row, stamp } from '../data/row.ts'
import { transaction } from '../data/transaction.ts'
import type { Fetch } from '../fetch/ast.ts'
import { joinedRows, MAIN, tablesOf } from '../fetch/run.ts'
import type { Table } from '../model/model.ts'
import type { Writing } from '../request.ts'
import { type Caller, rolesOf } from '../security/caller.ts'
import { remove } from '../write/delete.ts'
import { force } from '../write/update.ts'

/** A bulk deletion that is asked for and not over; by the id of its system job. */
export interface BulkDeletion {
  id: string
  /** The system user on whose behalf it runs. */
  user: string
  queries: Fetch[]
  /** On the World's clock. */
  startsAt: number
  endsAt: number
}

const JOBS = { name: 'dynamics.jobs' }
export const jobsOf = (organization: Organization) => organization.world.store.table<BulkDeletion>(JOBS)

const IN_PROGRESS = { statecode: 2, statuscode: 20 }
const SUCCEEDED = { statecode: 3, statuscode: 30 }
const FAILED = { statecode: 3, statuscode: 31 }

/**
 * Does what is due by now, before anybody can see that it was not done: nothing waits in the process, so a job survives a
 * restart, and a World that is forked, frozen or reset has its own.
 */
export function runDueJobs(organization: Organization, now: number): void {
  const jobs = jobsOf(organization)
  if (jobs.size === 0) return
  for (const job of [...jobs.scan()].sort((a, b) => a.startsAt - b.startsAt)) {
    const row = organization.get('asyncoperation', job.id)
    if (!row || row.values.statecode === 3) jobs.delete(job.id)
    else if (now >= job.endsAt) finish(job, row, organization)
    else if (now >= job.startsAt && row.values.statuscode !== IN_PROGRESS.statuscode) {
      mark(row, { ...IN_PROGRESS, startedon: stamp(job.startsAt) }, asUser(job, organization, job.startsAt))
    }
  }
}

const asUser = (job: BulkDeletion, organization: Organization, now: number, privileges: Caller['privileges'] = 'all'): Writing => ({
  organization,
  caller: { user: organization.get('systemuser', job.user) ?? nobody(job.user), privileges },
  now,
  remark: () => {},
  writes: transaction(organization),
})
const nobody = (id: string): Row => ({ id, table: 'systemuser', order: 0, version: 0, values: {} })

function mark(row: Row, values: Row['values'], writing: Writing): void {
  force(writing.organization.model.tables.get('asyncoperation') as Table, row, values, writing)
}

/** Each row goes on its own: what may not be deleted stays, is counted, and fails the job (inferred). */
function finish(job: BulkDeletion, row: Row, organization: Organization): void {
  jobsOf(organization).delete(job.id)
  const told = { startedon: stamp(job.startsAt), completedon: stamp(job.endsAt), executiontimespan: (job.endsAt - job.startsAt) / 1000 }
  const { deleted, failed, why } = deleteAll(job, organization)
  const message = failed === 0 ? `${deleted} rows were deleted.` : `${deleted} rows were deleted, ${failed} were not: ${why}`
  mark(row, { ...told, ...(failed === 0 ? SUCCEEDED : FAILED), message, errorcode: 0 }, asUser(job, organization, job.endsAt))
}

function deleteAll(job: BulkDeletion, organization: Organization): { deleted: number; failed: number; why: string } {
  const outcome = { deleted: 0, failed: 0, why: '' }
  const trying = (work: () => void) => {
    try {
      work()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      outcome.failed++
      outcome.why = error.problem.message
    }
  }
  trying(() => {
    const user = organization.get('systemuser', job.user)
    if (!user) throw new Refusal(problem('0x80040217', 404, `systemuser With Id = ${job.user} Does Not Exist`))
    const privileges = rolesOf(user, organization)
    for (const query of job.queries) {
      const asking = asUser(job, organization, job.endsAt, privileges)
      const found = joinedRows(query, tablesOf(query, asking), asking).map((joined) => joined[MAIN] as Row)
      const table = organization.model.tables.get(query.entity.name) as Table
      for (const one of new Set(query.top === undefined ? found : found.slice(0, query.top))) {
        const current = organization.get(table.name, one.id)
        if (!current) continue
        const writing = asUser(job, organization, job.endsAt, privileges)
        trying(() => {
          try {
            remove(table, current, writing)
          } catch (error) {
            writing.writes.rollback()
            throw error
          }
          outcome.deleted++
        })
      }
    }
  })
  return outcome
}
