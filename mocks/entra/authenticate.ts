import { type Call, Refusal, type Soon, sameSecret, type World } from '../core/index.ts'
import { verifyAssertion } from './assertion.ts'
import type { Proof } from './claims.ts'
import { type App, appOf, type Tenant } from './directory.ts'
import { aadsts } from './problems.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export interface Credentials {
  clientId?: string | undefined
  secret?: string | undefined
  assertion?: string | undefined
  assertionType?: string | undefined
}

/** What a client says of itself, in the form or in the Authorization header (client_secret_basic). */
export function credentials(call: Call, form: URLSearchParams): Credentials {
  const basic = fromBasic(call.headers.authorization)
  return {
    clientId: form.get('client_id') || basic?.clientId,
    secret: form.get('client_secret') || basic?.secret,
    assertion: form.get('client_assertion') || undefined,
    assertionType: form.get('client_assertion_type') || undefined,
  }
}

function fromBasic(header: string | undefined): Credentials | undefined {
  const [, encoded] = /^Basic\s+([\w+/=-]+)$/i.exec(header ?? '') ?? []
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString()
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { clientId: decoded(text.slice(0, colon)), secret: decoded(text.slice(colon + 1)) }
}

/** Both halves are form encoded (RFC 6749, 2.3.1), but many clients send them as they are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** The application of that id. Throws a Refusal when the tenant has none. */
export function knownApp(world: World, tenant: Tenant, clientId: string | undefined): App {
  if (!clientId) throw new Refusal(aadsts(900144, { parameter: 'client_id' }))
  if (clientId === NOBODY) throw new Refusal(aadsts(700038, { app: clientId }))
  const app = appOf(world, clientId)
  if (!app) throw new Refusal(aadsts(700016, { app: clientId, tenant: tenant.id }))
  return app
}

/** How the client proved itself; '0' for a public one, which has nothing to prove it with. */
export function authenticate(call: Call, world: World, tenant: Tenant, client: App, given: Credentials): Soon<Proof> {
  const anonymous = client.public || (call.headers.origin !== undefined && client.spaRedirectUris.length > 0)
  if (given.secret === undefined && given.assertion === undefined) {
    if (anonymous) return '0'
    throw new Refusal(aadsts(7000218))
  }
  if (client.public) throw new Refusal(aadsts(700025))
  if (given.assertion !== undefined) requireType(given.assertionType)
  if (given.assertion !== undefined) return verifyAssertion(call, world, tenant, client, given.assertion).then(() => '2')
  return checkSecret(world, client, given.secret as string)
}

/** An assertion says of which kind it is (documented as required; what is said otherwise is inferred). */
function requireType(type: string | undefined): void {
  if (type === undefined) throw new Refusal(aadsts(900144, { parameter: 'client_assertion_type' }))
  if (type !== ASSERTION_TYPE) throw new Refusal(aadsts(9002313, {}, { error: 'invalid_request' }))
}

function checkSecret(world: World, client: App, sent: string): Proof {
  const now = world.clock.now()
  const found = client.secrets.find((secret) => sameSecret(secret.value, sent) && (secret.from === undefined || secret.from <= now))
  if (!found) throw new Refusal(aadsts(7000215, { app: client.clientId }))
  if (found.expires !== undefined && found.expires <= now) throw new Refusal(aadsts(7000222, { app: client.clientId }))
  return '1'
}
