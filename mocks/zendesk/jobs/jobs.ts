import type { Problem, TableDefinition, World } from '../../core/index.ts'
import { nextId } from '../ids.ts'
import { flat } from '../problems.ts'
import { settingsOf } from '../settings.ts'

export interface Job {
  /** `V3-` and 32 hexadecimal digits. */
  id: string
  number: number
  job_type: string
  /** What `work` does, and on what: data, so that a job survives a snapshot. */
  work: string
  items: Record<string, unknown>[]
  author: number
  /** ms on the World's clock. */
  queued: number
  /** When it is done; its effects are there from then on. */
  due: number
  results: Record<string, unknown>[] | null
}

const jobs: TableDefinition<Job> = { name: 'zendesk.jobs', indexes: { open: (job) => (job.results === null ? 'open' : undefined) } }
export const jobsOf = (world: World) => world.store.table(jobs)

/** Queued or running at the same time (documented; the status of the refusal is from memory). */
const MOST = 30

export function queue(world: World, job: Pick<Job, 'job_type' | 'work' | 'items' | 'author'>): Job | Problem {
  if (jobsOf(world).find('open', 'open').length >= MOST) return flat('TooManyJobs', 429, 'Too many jobs are currently queued or running. Try again later.')
  const { jobQueued, jobWorking } = settingsOf(world)
  const at = world.clock.now()
  const id = `V3-${world.random('zendesk.jobs').hex(32)}`
  return jobsOf(world).put(id, { ...job, id, number: nextId(world), queued: at, due: at + jobQueued + jobWorking, results: null })
}

const completed = (ms: number): string => `Completed at ${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} +0000`

/** As the service tells it (recorded 2024); `progress` and `message` stay null until the end. */
export function jobJson(world: World, job: Job, base: string): Record<string, unknown> {
  const { jobQueued } = settingsOf(world)
  const done = job.results !== null
  const status = done ? 'completed' : world.clock.now() >= job.queued + jobQueued ? 'working' : 'queued'
  return {
    id: job.id,
    job_type: job.job_type,
    url: `${base}/api/v2/job_statuses/${job.id}.json`,
    total: job.items.length,
    progress: done ? job.items.length : null,
    status,
    message: done ? completed(job.due) : null,
    results: job.results,
  }
}
