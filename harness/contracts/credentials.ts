import { whyNoAnswer } from '../no-answer.ts'

/** What a real organisation is signed in to with, from the environment: nothing of it is ever written anywhere. */
export interface Credentials {
  /** For Entra ID and Dynamics. */
  tenantId: string | undefined
  clientId: string | undefined
  clientSecret: string | undefined
  authority: string
  /** For Dynamics: what to ask for; the target's own by default. */
  scope: string | undefined
  /** For Zendesk: an address and an API token, unless there is an OAuth client. */
  email: string | undefined
  apiToken: string | undefined
  /** A token that is there already; nothing is asked for then. */
  token: string | undefined
}

export class CredentialsError extends Error {
  override name = 'CredentialsError'
}

export const credentialsFrom = (env: NodeJS.ProcessEnv): Credentials => ({
  tenantId: env.REHEARSAL_TENANT_ID,
  clientId: env.REHEARSAL_CLIENT_ID,
  clientSecret: env.REHEARSAL_CLIENT_SECRET,
  authority: (env.REHEARSAL_AUTHORITY ?? 'https://login.microsoftonline.com').replace(/\/+$/, ''),
  scope: env.REHEARSAL_SCOPE,
  email: env.REHEARSAL_EMAIL,
  apiToken: env.REHEARSAL_API_TOKEN,
  token: env.REHEARSAL_TOKEN,
})

/** For help texts and documentation. */
export const VARIABLES = `  REHEARSAL_TENANT_ID, REHEARSAL_CLIENT_ID, REHEARSAL_CLIENT_SECRET   an application of Entra ID (Dynamics)
  REHEARSAL_CLIENT_ID, REHEARSAL_CLIENT_SECRET                        an OAuth client (Zendesk), or
  REHEARSAL_EMAIL, REHEARSAL_API_TOKEN                                an agent's address and an API token (Zendesk)
  REHEARSAL_TOKEN                                                     or an access token that is there already
  REHEARSAL_AUTHORITY, REHEARSAL_SCOPE                                other than https://login.microsoftonline.com, TARGET/.default`

/** The value of the Authorization header for a target. Throws a CredentialsError that says what is missing, or what was refused. */
export async function authorizationFor(system: 'dynamics' | 'zendesk', target: string, given: Credentials, fetched: typeof fetch = fetch): Promise<string> {
  if (given.token) return `Bearer ${given.token}`
  if (system === 'zendesk' && given.email && given.apiToken) return `Basic ${btoa(`${given.email}/token:${given.apiToken}`)}`
  const { tenantId, clientId, clientSecret } = given
  if (!clientId || !clientSecret || (system === 'dynamics' && !tenantId))
    throw new CredentialsError(`To sign in to ${target}, set these in the environment:\n${VARIABLES}`)
  const grant = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const [url, scope] =
    system === 'dynamics'
      ? [`${given.authority}/${tenantId}/oauth2/v2.0/token`, given.scope ?? `${target}/.default`]
      : [`${target}/oauth/tokens`, given.scope ?? 'read write']
  const answer = await fetched(url, { method: 'POST', body: new URLSearchParams({ ...grant, scope }) }).catch((error: Error) => {
    throw new CredentialsError(`${url} ${whyNoAnswer(error)}. Is the address right? REHEARSAL_AUTHORITY says another.`)
  })
  const body = (await answer.json().catch(() => ({}))) as { access_token?: unknown; error?: unknown; error_description?: unknown }
  if (typeof body.access_token === 'string') return `Bearer ${body.access_token}`
  throw new CredentialsError(`${url} refused the sign-in (${answer.status}): ${String(body.error_description ?? body.error ?? 'no reason given')}`)
}
