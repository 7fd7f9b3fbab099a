import { type Call, figure, notImitated, type Operation, type Problem, problem, Refusal, type Reply, type World } from '../core/index.ts'
import { runBatch } from './batch/run.ts'
import { organizationOf } from './data/organization.ts'
import { transaction } from './data/transaction.ts'
import { dispatch } from './dispatch.ts'
import { runDueJobs } from './jobs/bulk-delete.ts'
import { mainPage } from './page/serve.ts'
import { preferencesOf } from './preferences.ts'
import { refuseWith, urlTooLong } from './problems.ts'
import { atLevel } from './render/metadata-level.ts'
import type { WebRequest } from './request.ts'
import { callerOf } from './security/caller.ts'
import { admit, occupying, remaining } from './security/protection.ts'
import { settingsOf } from './settings.ts'

/** Characters of a URL; parts of a batch may have twice as many (documented). */
const LONGEST_URL = 32_768
const PREFIX = /^\/api\/data\/(v\d+\.\d+)(?:\/|$)/

/** A call to the Web API as the one operation it is. Signs the caller in first: who may not come in learns nothing else. */
function requestOf(call: Call, world: World): WebRequest {
  const organization = organizationOf(world)
  runDueJobs(organization, call.at)
  const prefix = PREFIX.exec(call.path)
  if (call.path.length + call.search.length > LONGEST_URL) refuseWith(urlTooLong(LONGEST_URL))
  return {
    method: call.method,
    path: call.path.slice(prefix?.[0].length ?? 0).replace(/^\/+/, ''),
    search: call.search,
    headers: call.headers,
    body: call.body,
    root: `${call.base}/api/data/${prefix?.[1] ?? 'v9.2'}`,
    prefer: preferencesOf(call.headers.prefer),
    caller: callerOf(call, organization),
    organization,
    now: call.at,
    remark: call.remark,
    writes: transaction(organization),
  }
}

function run(call: Call, world: World): Reply | Promise<Reply> {
  const request = requestOf(call, world)
  const batch = request.path.replace(/\/+$/, '') === '$batch'
  if (!batch) admit(request)
  const work = () => answered(batch ? runBatch(call, request) : dispatch(request), request)
  const { min, max } = settingsOf(world).requestDuration
  return max > 0 ? occupying(request, world.random('dynamics.duration').uniform(min, max), work) : work()
}

/** Where no request takes time, it is the same number again and again. */
const printed = { time: Number.NaN, text: '' }
function seconds(time: number): string {
  if (time !== printed.time) Object.assign(printed, { time, text: figure(time / 1000, 2) })
  return printed.text
}

/** Service protection's headers tell what is left (recorded; documented). */
function answered(reply: Reply, request: WebRequest): Reply {
  const { requests, time } = remaining(request)
  const { status, body } = atLevel(reply, request.headers.accept, request.organization.model, request.root)
  const headers: Record<string, string | string[]> = {
    'x-ms-ratelimit-burst-remaining-xrm-requests': String(requests),
    'x-ms-ratelimit-time-remaining-xrm-requests': seconds(time),
  }
  return { status, headers: Object.assign(headers, reply.headers), body }
}

function page(call: Call, world: World): Reply | Problem {
  runDueJobs(organizationOf(world), world.clock.now())
  return mainPage(call, world)
}

/** Dataverse Search is a service of its own, with an index of its own. */
function search(call: Call): never {
  throw new Refusal(notImitated(`Dataverse Search (${call.path})`))
}

/** A browser asks before it sends a token from a page of another origin; the service allows every one (documented: OAuth with CORS). */
function preflight(call: Call): Reply | Problem {
  if (call.method !== 'OPTIONS') return problem('method-not-allowed', 405, `The requested resource does not support http method '${call.method}'.`)
  return {
    status: 200,
    headers: {
      'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE, OPTIONS',
      'access-control-allow-headers': call.headers['access-control-request-headers'] ?? '*',
      'access-control-max-age': '3600',
    },
  }
}

const VERSION = '/api/data/:version{v[0-9]+\\.[0-9]+}'
const operation = (name: string, method: Operation['method'], path: string): Operation => ({ name, method, path, run })

export const operations: Operation[] = [
  { name: 'main.aspx', method: 'GET', path: '/main.aspx', run: page },
  { name: 'search', method: 'POST', path: '/api/search/*', run: search },
  operation('WhoAmI', 'GET', `${VERSION}/WhoAmI`),
  operation('metadata', 'GET', `${VERSION}/$metadata`),
  operation('batch', 'POST', `${VERSION}/$batch`),
  operation('retrieve', 'GET', `${VERSION}/*`),
  operation('create', 'POST', `${VERSION}/*`),
  operation('update', 'PATCH', `${VERSION}/*`),
  operation('replace', 'PUT', `${VERSION}/*`),
  operation('delete', 'DELETE', `${VERSION}/*`),
  { name: 'preflight', method: 'ALL', path: `${VERSION}/*`, run: preflight },
]
