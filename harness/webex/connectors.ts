import type { CrmConfiguration } from '../configuration/schema.ts'
import { expiry, type TokenSource, tokenSource } from '../cxone/crm/tokens.ts'
import type { Environment } from '../integration.ts'
import type { Connector, ConnectorAuthentication } from './configuration.ts'
import type { Activity } from './format.ts'

/** The connectors of a tenant. */
export interface Connectors {
  readonly all: readonly Connector[]
  /** By what a request calls it (`connectorNames`); undefined when there is none. */
  of(names: readonly string[]): Connector | undefined
  /**
   * The value of the Authorization header for a request now; undefined where the connector sends none. Signs in when it must,
   * however long that takes, for all who wait at once. Throws SignInFailed.
   */
  authorize(connector: Connector, trace: string): Promise<string | undefined>
  /** The answer to a request with this header was 401: the next request signs in anew. */
  refused(connector: Connector, header: string | undefined): void
}

export class SignInFailed extends Error {
  override name = 'SignInFailed'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

type OAuth = Extract<ConnectorAuthentication, { type: 'OAuth 2.0' }>

/** What a request calls its connector, the id that the flow has of it before the name; undefined where it asks without one. */
export function connectorNames({ authenticated, connectorId, connectorId_name: name }: Activity['properties']): readonly string[] | undefined {
  if (authenticated === false || ((authenticated ?? undefined) === undefined && !connectorId)) return undefined
  return [connectorId, name].filter((one): one is string => typeof one === 'string' && one !== '')
}

/** The connector of that id or name, whichever is there; else the one without an id, which serves every id that no other has. */
export const connectorFor = (all: readonly Connector[], names: readonly string[]): Connector | undefined =>
  all.find(({ id }) => id !== undefined && names.includes(id)) ?? all.find(({ name }) => names.includes(name)) ?? all.find(({ id }) => id === undefined)

/** The connectors that a configuration names; where it names none, one that reaches the CRM as the configuration itself does. */
export function createConnectors(configuration: CrmConfiguration, { fetch, clock }: Pick<Environment, 'fetch' | 'clock'>): Connectors {
  const named = configuration.webex?.connectors ?? []
  const all = named.length > 0 ? named : [ownConnector(configuration)]
  const sources = new Map<Connector, TokenSource>()

  const signIn = async ({ tokenUrl, clientId, clientSecret, scope }: OAuth, trace: string) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...(scope ? { scope } : {}) })
    const answer = await fetch(tokenUrl, { method: 'POST', headers: { accept: 'application/json', traceparent: trace }, body })
    const text = await answer.text()
    const said = jsonOf(text)
    if (!answer.ok || typeof said.access_token !== 'string')
      throw new SignInFailed(answer.status, `Signing in failed: ${String(said.error_description ?? said.error ?? `the answer was ${answer.status}`)}`)
    return { value: said.access_token, expiresAt: expiry(clock.now(), said.expires_in) }
  }
  const sourceOf = (connector: Connector, oauth: OAuth): TokenSource => {
    let source = sources.get(connector)
    if (!source) sources.set(connector, (source = tokenSource(clock, (trace) => signIn(oauth, trace))))
    return source
  }

  return {
    all,
    of: (names) => connectorFor(all, names),
    async authorize(connector, trace) {
      const { authentication } = connector
      switch (authentication.type) {
        case 'OAuth 2.0':
          return `Bearer ${await sourceOf(connector, authentication).get(trace)}`
        case 'Basic':
          return `Basic ${Buffer.from(`${authentication.username}:${authentication.password}`, 'utf8').toString('base64')}`
        case 'Bearer':
          return `Bearer ${authentication.token}`
        case 'No Authentication':
          return undefined
      }
    },
    refused(connector, header) {
      if (header?.startsWith('Bearer ')) sources.get(connector)?.discard(header.slice('Bearer '.length))
    },
  }
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(text)
    return data !== null && typeof data === 'object' ? (data as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** What Control Hub would be given to reach the same CRM with the same application. */
function ownConnector(configuration: CrmConfiguration): Connector {
  if (configuration.integrationType === 'Zendesk') {
    const { subdomain, clientId, clientSecret } = configuration.authentication
    const base = subdomain.replace(/\/+$/, '')
    return {
      name: 'Zendesk',
      baseUrl: base,
      authentication: { type: 'OAuth 2.0', tokenUrl: `${base}/oauth/tokens`, clientId, clientSecret, scope: 'read write' },
    }
  }
  const { url, scope, tenantId, clientId, clientSecret } = configuration.authentication
  return {
    name: 'Microsoft Dynamics 365',
    baseUrl: `${url.replace(/\/+$/, '')}/api/data/v9.2/`,
    authentication: {
      type: 'OAuth 2.0',
      tokenUrl: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`,
      clientId,
      clientSecret,
      scope,
    },
  }
}
