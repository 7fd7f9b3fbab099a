import { type Call, type Head, NOTHING_SHARED, Recent, type Reply, SharedHeaders, type World } from '../core/index.ts'
import { organizationOf } from './data/organization.ts'
import { levelOf, type MetadataLevel } from './render/metadata-level.ts'

const organizationCookies = new Recent<string, string>(100)
/** The same text for all answers of an organisation: the journal keeps thousands of them. */
const organizationCookie = (id: string): string => organizationCookies.get(id) ?? organizationCookies.set(id, `orgId=${id}; path=/; secure; HttpOnly`)

const AFFINITY = `ARRAffinity=${'#'.repeat(64)}; path=/; secure; HttpOnly`

const CONSTANT = {
  'cache-control': 'no-cache',
  expires: '-1',
  vary: 'Accept-Encoding',
  'odata-version': '4.0',
  allow: 'OPTIONS,GET,HEAD,POST',
  public: 'OPTIONS,GET,HEAD,POST',
  'access-control-expose-headers':
    'Preference-Applied,OData-EntityId,Location,ETag,OData-Version,Content-Encoding,Transfer-Encoding,Content-Length,Retry-After',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-ms-dop-hint': '4',
}
const withoutJson = new SharedHeaders(CONSTANT)
const jsonAt = (level: MetadataLevel) => new SharedHeaders({ ...CONSTANT, 'content-type': `application/json; odata.metadata=${level}` })
const withJson = { none: jsonAt('none'), minimal: jsonAt('minimal'), full: jsonAt('full') }

/** What real answers carry beside the body; names and values recorded, ids from the World's random numbers. */
export function vendorHeaders(call: Call, world: World, reply: Reply): Head {
  // A page is not the Web API's.
  if (String(reply.headers?.['content-type']).startsWith('text/html')) return { shared: NOTHING_SHARED, own: {} }
  const random = world.random('dynamics.requests')
  const id = random.guid()
  const { facts } = organizationOf(world)
  const json = reply.body !== undefined && typeof reply.body !== 'string' && !(reply.body instanceof Uint8Array)
  const shared = json ? withJson[levelOf(call.headers.accept)] : withoutJson
  const own: Head['own'] = {
    'x-ms-service-request-id': id,
    req_id: id,
    authactivityid: random.guid(),
    'x-source': random.hex(24),
  }
  const cookies = [random.hexIn(AFFINITY), `ReqClientId=${random.guid()}; path=/; secure; HttpOnly`, organizationCookie(facts.id)]
  if (call.headers.origin) own['access-control-allow-origin'] = '*'
  return { shared, own, cookies }
}
