import { type Call, Recent, type Reply, type World } from '../core/index.ts'
import { organizationOf } from './data/organization.ts'
import { levelOf } from './render/metadata-level.ts'

const cookies = new Recent<string, string>(100)
/** The same text for all answers of an organisation: the journal keeps thousands of them. */
const organizationCookie = (id: string): string => cookies.get(id) ?? cookies.set(id, `orgId=${id}; path=/; secure; HttpOnly`)

const AFFINITY = `ARRAffinity=${'#'.repeat(64)}; path=/; secure; HttpOnly`

/** What real answers carry beside the body; names and values recorded, ids from the World's random numbers. */
export function vendorHeaders(call: Call, world: World, reply: Reply): Record<string, string | string[]> {
  // A page is not the Web API's.
  if (String(reply.headers?.['content-type']).startsWith('text/html')) return {}
  const random = world.random('dynamics.requests')
  const id = random.guid()
  const { facts } = organizationOf(world)
  const json = reply.body !== undefined && typeof reply.body !== 'string' && !(reply.body instanceof Uint8Array)
  const headers: Record<string, string | string[]> = {
    'cache-control': 'no-cache',
    expires: '-1',
    vary: 'Accept-Encoding',
    'odata-version': '4.0',
    allow: 'OPTIONS,GET,HEAD,POST',
    public: 'OPTIONS,GET,HEAD,POST',
    'access-control-expose-headers':
      'Preference-Applied,OData-EntityId,Location,ETag,OData-Version,Content-Encoding,Transfer-Encoding,Content-Length,Retry-After',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-ms-service-request-id': id,
    req_id: id,
    authactivityid: random.guid(),
    'x-ms-dop-hint': '4',
    'x-source': random.hex(24),
    'set-cookie': [random.hexIn(AFFINITY), `ReqClientId=${random.guid()}; path=/; secure; HttpOnly`, organizationCookie(facts.id)],
  }
  if (json) headers['content-type'] = `application/json; odata.metadata=${levelOf(call.headers.accept)}`
  if (call.headers.origin) headers['access-control-allow-origin'] = '*'
  return headers
}
