// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sentences with named parameters, as pacts write them
import { demo } from '../../demo.ts'
import { type State, StateError, text, whole } from '../state.ts'

const parameters = {
  clientId: { says: 'its application (client) id', default: demo.clientId },
  clientSecret: { says: 'its secret', default: demo.clientSecret },
  tenantId: { says: 'the tenant that it is in', default: demo.tenantId },
  resource: { says: 'the organisation that it signs in to', default: `https://${demo.organization}.crm.dynamics.com` },
}

/** A tenant in which this application may have tokens for this organisation. */
function tenancy({ tenantId, resource }: Record<string, unknown>, apps: Record<string, unknown>[]) {
  const [, organization] = /^https:\/\/([a-z0-9][a-z0-9-]*)\.crm\.dynamics\.com\/?$/i.exec(text(resource)) ?? []
  if (organization === undefined)
    throw new StateError(`The parameter "resource" takes an organisation such as https://contoso.crm.dynamics.com, not ${JSON.stringify(resource)}.`)
  const users = apps.map(({ clientId, name }) => ({ applicationid: clientId, name, roles: ['System Administrator'] }))
  return {
    entra: { tenantId: text(tenantId), apps },
    dynamics: { organization: organization.toLowerCase(), tenantId: text(tenantId), applicationUsers: users },
  }
}

const app = ({ clientId }: Record<string, unknown>, secrets: unknown[]) => ({ clientId: text(clientId), name: 'Integration', secrets })

export const entraStates: readonly State[] = [
  { says: 'the application is registered', parameters, arrange: (given) => ({ plant: tenancy(given, [app(given, [text(given.clientSecret)])]) }) },
  {
    says: 'the application ${clientId} is registered',
    parameters,
    arrange: (given) => ({ plant: tenancy(given, [app(given, [text(given.clientSecret)])]) }),
  },
  { says: 'the application is not registered', parameters, arrange: (given) => ({ plant: tenancy(given, []) }) },
  {
    says: "the application's secret has expired",
    parameters,
    arrange: (given) => ({ plant: tenancy(given, [app(given, [{ value: text(given.clientSecret), expires: '2026-01-01T00:00:00Z' }])]) }),
  },
  {
    says: "the application's access token has expired",
    parameters,
    arrange: (given) => ({ plant: tenancy(given, [app(given, [text(given.clientSecret)])]), access: { kind: 'expired', after: 2 * 60 * 60_000 } }),
  },
  {
    says: 'Entra ID throttles requests for ${seconds} seconds',
    parameters: { seconds: { says: 'what Retry-After asks for', default: 5 } },
    arrange: ({ seconds }) => ({ faults: [{ effect: { kind: 'refuse', status: 429, retryAfter: whole(seconds, 'seconds') } }] }),
  },
  { says: 'Entra ID is unavailable', parameters: {}, arrange: () => ({ faults: [{ effect: { kind: 'refuse', status: 503 } }] }) },
]
