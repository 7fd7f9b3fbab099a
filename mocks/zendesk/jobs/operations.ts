import type { Operation, Problem, Reply } from '../../core/index.ts'
import { listOf, MOST_MANY, tooManyValues } from '../many.ts'
import { flat, plain, recordNotFound } from '../problems.ts'
import { type Ticket, ticketsOf } from '../records.ts'
import { type Access, api, bodyOf, type Context, idOf, json } from '../route.ts'
import { type Job, jobJson, jobsOf, queue } from './jobs.ts'

type Item = Record<string, unknown>

function start(context: Context, job_type: string, work: string, items: readonly Item[], tooMany: Problem = tooManyValues()): Reply | Problem {
  if (items.length > MOST_MANY) return tooMany
  const job = queue(context.world, { job_type, work, items: [...items], author: context.user.id })
  return 'problem' in job ? job : json({ job_status: jobJson(context.world, job as Job, context.base) })
}

const missing = (name: string): Problem => plain(400, `Required parameter missing: ${name}`)
const isOpen = (ticket: Ticket | undefined): boolean => ticket !== undefined && ticket.status !== 'closed' && ticket.status !== 'deleted'
const rows = (value: unknown): Item[] => (Array.isArray(value) ? value.filter((item) => item !== null && typeof item === 'object') : [])
const word = (text: string): string => (text[0] as string).toUpperCase() + text.slice(1)

interface Bulk {
  plural: string
  singular: string
  scope: NonNullable<Access['scope']>
  /** Who may delete many (documented). */
  destroyers?: Access['who']
  /** More than a hundred in one request: the texts differ (recorded 2023). */
  tooMany?: Problem
}

/** The bulk endpoints that all three kinds share; each answers with a job. */
function bulk({ plural, singular, scope, destroyers, tooMany }: Bulk): Operation[] {
  const access: Access = { scope }
  const path = `/api/v2/${plural}`
  return [
    ...api('POST', `${path}/create_many`, `${plural}.create_many`, access, (context) => {
      const sent = bodyOf(context)[plural]
      return Array.isArray(sent) ? start(context, `Bulk Create ${word(singular)}`, `${plural}.create`, rows(sent), tooMany) : missing(plural)
    }),
    ...api('PUT', `${path}/update_many`, `${plural}.update_many`, access, (context) => {
      const ids = [...listOf(context, 'ids').map((id) => ({ id: Number(id) })), ...listOf(context, 'external_ids').map((external_id) => ({ external_id }))]
      const body = bodyOf(context)
      const same = (body[singular] ?? {}) as Item
      if (ids.length === 0 && !Array.isArray(body[plural])) return missing(plural)
      const items = ids.length > 0 ? ids.map((which) => ({ ...same, ...which })) : rows(body[plural])
      return start(context, `Bulk Update ${word(singular)}`, `${plural}.update`, items, tooMany)
    }),
    ...api('DELETE', `${path}/destroy_many`, `${plural}.destroy_many`, destroyers ? { scope, who: destroyers } : access, (context) => {
      const items = [...listOf(context, 'ids').map((id) => ({ id: Number(id) })), ...listOf(context, 'external_ids').map((external_id) => ({ external_id }))]
      if (items.length === 0) return missing('ids')
      // Deleting tickets calls itself an update (recorded).
      return start(context, plural === 'tickets' ? 'Bulk Update Ticket' : `Bulk Delete ${word(singular)}`, `${plural}.delete`, items, tooMany)
    }),
  ]
}

const tooManyUsers = flat('TooManyValues', 400, `Maximum ${MOST_MANY} users may be created per call`)

export const jobOperations: Operation[] = [
  ...api('GET', '/api/v2/job_statuses', 'job_statuses.index', {}, ({ world, base }) =>
    json({ job_statuses: [...jobsOf(world).scan()].map((job) => jobJson(world, job, base)) }),
  ),
  ...api('GET', '/api/v2/job_statuses/show_many', 'job_statuses.show_many', {}, (context) =>
    json({
      job_statuses: listOf(context, 'ids')
        .flatMap((id) => jobsOf(context.world).get(id) ?? [])
        .map((job) => jobJson(context.world, job, context.base)),
    }),
  ),
  ...api('GET', '/api/v2/job_statuses/:id', 'job_statuses.show', {}, ({ world, params, base }) => {
    const job = jobsOf(world).get(params.id ?? '')
    return job ? json({ job_status: jobJson(world, job, base) }) : recordNotFound()
  }),
  ...bulk({ plural: 'tickets', singular: 'ticket', scope: 'tickets' }),
  ...bulk({ plural: 'users', singular: 'user', scope: 'users', destroyers: 'admin', tooMany: tooManyUsers }),
  ...bulk({ plural: 'organizations', singular: 'organization', scope: 'organizations', destroyers: 'admin' }),
  ...api('POST', '/api/v2/users/create_or_update_many', 'users.create_or_update_many', { scope: 'users' }, (context) =>
    Array.isArray(bodyOf(context).users) ? start(context, 'Bulk Create User', 'users.upsert', rows(bodyOf(context).users), tooManyUsers) : missing('users'),
  ),
  ...api('POST', '/api/v2/imports/tickets/create_many', 'tickets.import_many', { who: 'admin', scope: 'tickets' }, (context) =>
    Array.isArray(bodyOf(context).tickets) ? start(context, 'Bulk Import Ticket', 'tickets.import', rows(bodyOf(context).tickets)) : missing('tickets'),
  ),
  ...api('POST', '/api/v2/tickets/:id/merge', 'tickets.merge', { scope: 'tickets' }, (context) => {
    const target = ticketsOf(context.world).get(idOf(context))
    if (!target || target.status === 'deleted') return recordNotFound()
    const { ids, ...comments } = bodyOf(context)
    if (!Array.isArray(ids)) return missing('ids')
    const sources = ids.map(Number)
    // The comment on the target comes with the first that can be merged into it.
    const first = sources.find((id) => id !== target.id && isOpen(ticketsOf(context.world).get(String(id))))
    const items = sources.map((id) => ({ ...comments, id, target: target.id, sources, first: id === first }))
    return start(context, 'Merge Tickets', 'tickets.merge', items)
  }),
]
