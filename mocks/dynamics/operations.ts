import type { Call, Operation, Reply, World } from '../core/index.ts'
import { organizationOf } from './data/organization.ts'
import { transaction } from './data/transaction.ts'
import { dispatch } from './dispatch.ts'
import { preferencesOf } from './preferences.ts'
import type { WebRequest } from './request.ts'
import { callerOf } from './security/caller.ts'

const PREFIX = /^\/api\/data\/(v\d+\.\d+)(?:\/|$)/

/** A call to the Web API as the one operation it is. Signs the caller in first: who may not come in learns nothing else. */
function requestOf(call: Call, world: World): WebRequest {
  const organization = organizationOf(world)
  const prefix = PREFIX.exec(call.path)
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
    now: world.clock.now(),
    remark: call.remark,
    writes: transaction(organization),
  }
}

const run = (call: Call, world: World): Reply => dispatch(requestOf(call, world))

const VERSION = '/api/data/:version{v[0-9]+\\.[0-9]+}'
const operation = (name: string, method: Operation['method'], path: string): Operation => ({ name, method, path, run })

export const operations: Operation[] = [
  operation('WhoAmI', 'GET', `${VERSION}/WhoAmI`),
  operation('retrieve', 'GET', `${VERSION}/*`),
  operation('create', 'POST', `${VERSION}/*`),
  operation('update', 'PATCH', `${VERSION}/*`),
  operation('replace', 'PUT', `${VERSION}/*`),
  operation('delete', 'DELETE', `${VERSION}/*`),
]
