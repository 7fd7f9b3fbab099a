/**
 * Seeds that fit each other: the Entra application is the Dynamics application user, the Zendesk client belongs to the
 * administrator. The values are constants, so that examples, documentation and a user's own configuration agree.
 */
export const demo = {
  /** When virtual time starts unless somebody says otherwise. */
  start: '2026-11-20T08:00:00Z',
  /** Of all random numbers, unless somebody names another: what is printed in documentation is what everybody sees. */
  seed: 20261120,
  tenantId: '6f0c5a2e-1d1b-4c8e-9a53-0c1f2b7d9e10',
  domain: 'rehearsal.example',
  clientId: '1b7d4e90-5c3a-4f21-8b6e-7a9d0e4c2f31',
  clientSecret: 'rehearsal-secret',
  organization: 'rehearsal',
  subdomain: 'rehearsal',
  zendeskClientId: 'rehearsal',
  zendeskClientSecret: 'rehearsal-secret',
  email: 'admin@rehearsal.example',
  apiToken: 'rehearsal-token',
  /** What an agent application brings to the workflow service. */
  agentToken: 'rehearsal-agent-token',
  redirectUris: ['http://localhost/callback', 'https://localhost/callback'],
} as const

export interface SeedOptions {
  /** Generated people and cases, in each CRM. */
  contacts?: number
  cases?: number
  /** The application user is disabled in Dynamics from the start. */
  disabled?: boolean
  /** Records by entity set, in Dynamics' own columns. */
  dynamics?: Record<string, Record<string, unknown>[]>
  /** Records in Zendesk's own shapes. */
  zendesk?: { users?: Record<string, unknown>[]; tickets?: Record<string, unknown>[]; organizations?: Record<string, unknown>[] }
}

export interface DemoCredentials {
  entra: { tenantId: string; clientId: string; clientSecret: string }
  zendesk: { clientId: string; clientSecret: string; email: string; apiToken: string }
}

export interface RehearsalSeeds {
  /** By mock, for `plant`. */
  seeds: { entra: Record<string, unknown>; dynamics: Record<string, unknown>; zendesk: Record<string, unknown> }
  credentials: DemoCredentials
}

export function rehearsalSeeds({ contacts = 0, cases = 0, disabled = false, dynamics = {}, zendesk = {} }: SeedOptions = {}): RehearsalSeeds {
  return {
    seeds: {
      entra: {
        tenantId: demo.tenantId,
        domain: demo.domain,
        apps: [{ clientId: demo.clientId, name: 'Rehearsal integration', secrets: [demo.clientSecret], redirectUris: [...demo.redirectUris] }],
      },
      dynamics: {
        organization: demo.organization,
        tenantId: demo.tenantId,
        applicationUsers: [{ applicationid: demo.clientId, name: 'Rehearsal integration', roles: ['System Administrator'], disabled }],
        generate: { contacts, incidents: cases },
        records: dynamics,
      },
      zendesk: {
        subdomain: demo.subdomain,
        admin: { name: 'Rehearsal Admin', email: demo.email },
        clients: [
          {
            identifier: demo.zendeskClientId,
            name: 'Rehearsal integration',
            secret: demo.zendeskClientSecret,
            redirectUris: [...demo.redirectUris],
            kind: 'confidential',
          },
        ],
        apiTokens: [demo.apiToken],
        generate: { users: contacts, tickets: cases },
        ...zendesk,
      },
    },
    credentials: {
      entra: { tenantId: demo.tenantId, clientId: demo.clientId, clientSecret: demo.clientSecret },
      zendesk: { clientId: demo.zendeskClientId, clientSecret: demo.zendeskClientSecret, email: demo.email, apiToken: demo.apiToken },
    },
  }
}
