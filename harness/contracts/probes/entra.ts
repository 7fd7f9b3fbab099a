import type { ProbeInput } from '../probe.ts'

const TOKEN = '/{{tenantId}}/oauth2/v2.0/token'
const form = (members: Record<string, string>) => ({
  method: 'POST' as const,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Object.entries(members)
    .map(([name, value]) => `${name}=${value}`)
    .join('&'),
})
const client = { client_id: '{{clientId}}', client_secret: '{{clientSecret}}' }
const grant = { grant_type: 'client_credentials', ...client, scope: '{{scope}}' }

/** How an application signs in, and the ways in which it is refused. Nothing is changed by any of them. */
export const entraProbes: readonly ProbeInput[] = [
  { name: 'what the tenant says of itself', path: '/{{tenantId}}/v2.0/.well-known/openid-configuration' },
  { name: 'the keys', path: '/{{tenantId}}/discovery/v2.0/keys' },
  { name: 'a sign-in', path: TOKEN, ...form(grant) },
  { name: 'a wrong secret', path: TOKEN, ...form({ ...grant, client_secret: 'not-the-secret' }) },
  { name: 'an application that nobody knows', path: TOKEN, ...form({ ...grant, client_id: '00000000-0000-4000-8000-00000000dead' }) },
  { name: 'a tenant that nobody knows', path: '/00000000-0000-4000-8000-00000000dead/oauth2/v2.0/token', ...form(grant) },
  { name: 'no grant type', path: TOKEN, ...form({ ...client, scope: '{{scope}}' }) },
  { name: 'a grant type that there is none', path: TOKEN, ...form({ ...grant, grant_type: 'please' }) },
  { name: 'no scope', path: TOKEN, ...form({ grant_type: 'client_credentials', ...client }) },
  { name: 'a scope of a single permission', path: TOKEN, ...form({ ...grant, scope: '{{resource}}/user_impersonation' }) },
  { name: 'a resource that nobody knows', path: TOKEN, ...form({ ...grant, scope: 'https://nobody.example/.default' }) },
]
