import { type Call, type Problem, Refusal, type Reply, textOf } from '../../core/index.ts'
import { transaction } from '../data/transaction.ts'
import { dispatch } from '../dispatch.ts'
import { resourceOf } from '../path.ts'
import { preferencesOf } from '../preferences.ts'
import { badRequest, refuseWith, urlTooLong } from '../problems.ts'
import { refuseAsDataverse } from '../refuse.ts'
import { atLevel, levelOf } from '../render/metadata-level.ts'
import type { WebRequest } from '../request.ts'
import { admit } from '../security/protection.ts'
import { dereferenced, REFERENCE } from '../write/bind.ts'
import { type BatchItem, boundaryOf, type Part, parseBatch } from './parse.ts'
import { type Answered, type AnsweredPart, renderBatch } from './render.ts'

/** Documented. */
const MOST_OPERATIONS = 1000
/** As the service says it (reported, GuidoPreite/DRB issue 3). */
const tooMany = `The current batch message contains too many parts. A maximum number of '${MOST_OPERATIONS}' query operations and change sets are allowed in a batch message.`
/** Characters of a part's URL (documented). */
const LONGEST_URL = 65_536
/** Impersonation is for a whole batch: what a part says of it is ignored (reported twice, dynamics-365-customer-engagement issue 531). */
const IMPERSONATING = ['callerobjectid', 'mscrmcallerid']
const encoder = new TextEncoder()

/**
 * Runs a batch. Without `odata.continue-on-error` the first failure ends it, and its status is the whole answer's; a change
 * set that fails is undone and answers with one part.
 */
export function runBatch(call: Call, outer: WebRequest): Reply {
  const boundary = boundaryOf(call.headers['content-type'] ?? '')
  if (!boundary) refuseWith(badRequest("Invalid batch request: the Content-Type header must be 'multipart/mixed' with a boundary."))
  const items = parseBatch(textOf(call), boundary as string)
  const size = items.reduce((sum, item) => sum + (item.kind === 'single' ? 1 : item.parts.length), 0)
  if (size === 0) refuseWith(badRequest('Invalid batch request: it holds no operation.'))
  if (size > MOST_OPERATIONS) refuseWith(badRequest(tooMany))

  const told = items
    .flatMap((item) => (item.kind === 'single' ? [item.part] : item.parts))
    .flatMap(({ headers }) => IMPERSONATING.filter((name) => headers[name]))
  if (told.length > 0) outer.remark({ kind: 'ignored', what: `${told[0]} in a part of a batch: only the header of the batch itself impersonates` })

  const random = outer.organization.world.random('dynamics.requests')
  const answered: Answered[] = []
  let status = 200
  for (const item of items) {
    const answer = item.kind === 'single' ? single(item, call, outer) : changeset(item, call, outer, `changesetresponse_${random.guid()}`)
    answered.push(answer)
    const failed = failureIn(answer)
    if (failed !== undefined && !outer.prefer.continueOnError) {
      status = failed
      break
    }
  }
  const name = `batchresponse_${random.guid()}`
  return { status, headers: { 'content-type': `multipart/mixed; boundary=${name}` }, body: renderBatch(answered, name) }
}

const failureIn = (answer: Answered): number | undefined =>
  (answer.kind === 'single' ? [answer.part] : answer.parts).map((part) => part.reply.status).find((status) => status >= 400)

function single({ part }: Extract<BatchItem, { kind: 'single' }>, call: Call, outer: WebRequest): Answered {
  try {
    return { kind: 'single', part: { reply: answer(inner(part, outer, new Map())) } }
  } catch (error) {
    return { kind: 'single', part: refused(error, part, call, outer) }
  }
}

function changeset({ parts }: Extract<BatchItem, { kind: 'changeset' }>, call: Call, outer: WebRequest, boundary: string): Answered {
  const references = new Map<string, string>()
  const writes = transaction(outer.organization)
  const answers: AnsweredPart[] = []
  for (const part of parts) {
    try {
      if (part.method === 'GET') refuseWith(badRequest('Invalid batch request: a GET is not allowed inside a change set.'))
      if (part.contentId === undefined) refuseWith(badRequest('Invalid batch request: Content-ID is missing in a request of a change set.'))
      if (answers.some(({ contentId }) => contentId === part.contentId)) refuseWith(badRequest(twice(part.contentId as string)))
      const request = { ...inner(part, outer, references), writes }
      const reply = answer(request)
      const address = addressOf(reply, request)
      if (address) references.set(part.contentId as string, address)
      answers.push({ contentId: part.contentId as string, reply: located(reply, part) })
    } catch (error) {
      writes.rollback()
      return { kind: 'single', part: refused(error, part, call, outer) }
    }
  }
  return { kind: 'changeset', parts: answers, boundary }
}

/** `PATCH $1` is told where its row is, though it made none (documented, by a sample). */
function located(reply: Reply, { url }: Part): Reply {
  const address = reply.headers?.['odata-entityid']
  return address === undefined || !REFERENCE.test(url) ? reply : { ...reply, headers: { location: address, ...reply.headers } }
}

/** As Microsoft's OData library says it. */
const twice = (id: string): string =>
  `The content ID '${id}' was found more than once in the same change set. Content IDs have to be unique across all operations of a change set.`

/** A part says by its own Accept how much its answer tells. */
function answer(request: WebRequest): Reply {
  const { accept } = request.headers
  const reply = dispatch(request)
  const told = atLevel(reply, accept, request.organization.model, request.root)
  return told === reply ? reply : { ...told, headers: { ...told.headers, 'content-type': `application/json; odata.metadata=${levelOf(accept)}` } }
}

/** What `$1` stands for: the address of what the part wrote. */
function addressOf(reply: Reply, { organization, path }: WebRequest): string | undefined {
  const named = reply.headers?.['odata-entityid']
  if (typeof named === 'string') return `/${named.slice(named.lastIndexOf('/') + 1)}`
  const set = /^\w+/.exec(path)?.[0] ?? ''
  const table = organization.model.sets.get(set)
  const id = table && (reply.body as Record<string, unknown> | undefined)?.[table.key]
  return typeof id === 'string' ? `/${set}(${id})` : undefined
}

/** A part's URL is absolute, starts at the host, at the service, or is a reference. Each part counts as a request. */
function inner(part: Part, outer: WebRequest, references: ReadonlyMap<string, string>): WebRequest {
  admit(outer)
  if (part.url.length > LONGEST_URL) refuseWith(urlTooLong(LONGEST_URL))
  const url = dereferenced(part.url, { references })
  const question = url.indexOf('?')
  const resource = question < 0 ? url : url.slice(0, question)
  return {
    ...outer,
    method: part.method,
    path: resourceOf(resource).replace(/^\/+/, ''),
    search: question < 0 ? '' : url.slice(question),
    headers: part.headers,
    body: encoder.encode(part.body),
    prefer: preferencesOf(part.headers.prefer),
    references,
    writes: transaction(outer.organization),
  }
}

function refused(error: unknown, part: Part, call: Call, outer: WebRequest): AnsweredPart {
  if (!(error instanceof Refusal)) throw error
  const { problem }: { problem: Problem } = error
  const { world } = outer.organization
  const reply = refuseAsDataverse(problem, { base: call.base, headers: part.headers }, world)
  const contentId = part.contentId === undefined ? {} : { contentId: part.contentId }
  return { ...contentId, reply: { ...reply, headers: { req_id: world.random('dynamics.requests').guid(), ...reply.headers, ...problem.headers } } }
}
