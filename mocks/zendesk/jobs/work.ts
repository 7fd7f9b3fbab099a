import { type Problem, Refusal, type World } from '../../core/index.ts'
import { recordWorks } from '../custom-objects/work.ts'
import { accountId } from '../ids.ts'
import { checkMayWrite } from '../organizations/permission.ts'
import { removeOrganization } from '../organizations/remove.ts'
import { createOrganization, updateOrganization } from '../organizations/write.ts'
import { recordNotFound, wordsOf } from '../problems.ts'
import { type Organization, organizationsOf, ticketsOf, type User, userById } from '../records.ts'
import { eraseTicket } from '../tickets/fate.ts'
import { importTicket } from '../tickets/import.ts'
import { type MergeOrder, mergeTicket } from '../tickets/merge.ts'
import { outdated, updateConflict } from '../tickets/safe-update.ts'
import { createTicket, updateTicket } from '../tickets/write.ts'
import { knownUser, userByExternalId } from '../users/known.ts'
import { checkManages } from '../users/permission.ts'
import { checkDeletable, createUser, deleteUser, updateUser } from '../users/write.ts'
import { type Job, jobsOf } from './jobs.ts'

type Item = Record<string, unknown>
type Result = Record<string, unknown>
type Work = (world: World, item: Item, author: User, index: number) => Result

const missing = (): never => {
  throw new Refusal(recordNotFound())
}
const changed = (action: string, id: unknown, status: 'Updated' | 'Deleted'): Result => ({ action, id, status, success: true })
const quiet = (user: User) => ({ user, remark: () => {} })

const user = (world: World, item: Item): User => {
  const found = item.id === undefined ? userByExternalId(world, item.external_id) : userById(world, Number(item.id))
  return found?.active ? found : missing()
}
const ticket = (world: World, item: Item) => {
  const found = ticketsOf(world).get(String(item.id))
  return found && found.status !== 'deleted' ? found : missing()
}
const organization = (world: World, item: Item) => {
  const table = organizationsOf(world)
  return (item.id === undefined ? table.find('external', String(item.external_id ?? '').toLowerCase())[0] : table.get(String(item.id))) ?? missing()
}

/** What names a record by its external id, in whatever case, does not change that id. */
const about = ({ external_id }: User | Organization, item: Item): Item => (item.id === undefined ? { ...item, external_id } : item)

/** One line of a bulk request each; what they answer differs by kind (recorded). */
const WORKS: Record<string, Work> = {
  ...recordWorks,
  'tickets.create': (world, item, author, index) => ({ index, id: createTicket(world, item, quiet(author)).ticket.id, account_id: accountId(world) }),
  'tickets.import': (world, item, author, index) => ({ index, id: importTicket(world, item, quiet(author)).id, account_id: accountId(world) }),
  'tickets.update': (world, item, author) => {
    const before = ticket(world, item)
    if (outdated(before, item)) throw new Refusal(updateConflict())
    return changed('update', updateTicket(world, before, item, quiet(author)).ticket.id, 'Updated')
  },
  'tickets.delete': (world, item, author) => changed('delete', eraseTicket(world, ticket(world, item), author).id, 'Deleted'),
  'tickets.merge': (world, item, author) => changed('update', mergeTicket(world, ticket(world, item), item as unknown as MergeOrder, author).id, 'Updated'),
  'users.create': (world, item, author) => {
    checkManages(author, undefined, item)
    return { id: createUser(world, item).id, status: 'Created' }
  },
  'users.upsert': (world, item, author) => {
    const known = knownUser(world, item)
    checkManages(author, known, item)
    return known ? { id: updateUser(world, known, item).id, status: 'Updated' } : { id: createUser(world, item).id, status: 'Created' }
  },
  'users.update': (world, item, author) => {
    const found = user(world, item)
    checkManages(author, found, item)
    return changed('update', updateUser(world, found, about(found, item)).id, 'Updated')
  },
  'users.delete': (world, item, author) => {
    const found = user(world, item)
    checkManages(author, found)
    checkDeletable(world, found)
    return changed('delete', deleteUser(world, found).id, 'Deleted')
  },
  'organizations.create': (world, item, author) => {
    checkMayWrite(author, undefined, item)
    return { id: createOrganization(world, item).id, status: 'Created' }
  },
  'organizations.update': (world, item, author) => {
    const found = organization(world, item)
    checkMayWrite(author, found, item)
    return changed('update', updateOrganization(world, found, about(found, item)).id, 'Updated')
  },
  'organizations.delete': (world, item) => {
    const found = organization(world, item)
    removeOrganization(world, found)
    return changed('delete', found.id, 'Deleted')
  },
}

function failure(work: string, item: Item, index: number, problem: Problem): Result {
  const action = work.split('.')[1] as string
  const which = action === 'create' || action === 'import' ? { index } : { id: item.id }
  return { ...which, action, error: problem.problem, details: wordsOf(problem), status: 'Failed', success: false }
}

/**
 * Does the work of every job that has come due. Whoever calls next does it: a job needs no timer of its own, and a World
 * can be forked or kept while one waits.
 */
export function settleJobs(world: World): void {
  if (jobsOf(world).size === 0) return
  const due = jobsOf(world)
    .find('open', 'open')
    .filter((job) => job.due <= world.clock.now())
    .sort((a, b) => a.due - b.due || a.number - b.number)
  for (const job of due) {
    const author = userById(world, job.author)
    const work = WORKS[job.work]
    const results = job.items.map((item, index): Result => {
      try {
        return author && work ? work(world, item, author, index) : failure(job.work, item, index, recordNotFound())
      } catch (error) {
        if (error instanceof Refusal) return failure(job.work, item, index, error.problem)
        throw error
      }
    })
    jobsOf(world).put(job.id, { ...job, results: mixed(world, job, results) })
  }
}

/** Results do not come in the order of the request (recorded); which order they come in is chance. */
function mixed(world: World, job: Job, results: Result[]): Result[] {
  const random = world.random('zendesk.jobs').stream(job.id)
  return results
    .map((result) => ({ result, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ result }) => result)
}
