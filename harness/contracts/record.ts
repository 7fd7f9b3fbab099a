import { hostNow, hostSeed, seededRandom } from '../../mocks/core/index.ts'
import { demo } from '../demo.ts'
import { createSandbox } from '../sandbox.ts'
import { type Drift, driftBetween } from './compare.ts'
import { authorizationFor, type Credentials, CredentialsError, VARIABLES } from './credentials.ts'
import type { Fixture } from './fixture.ts'
import type { Known, Probe } from './probe.ts'
import type { Recordable } from './probes/index.ts'
import { type Asked, askAll } from './recorder.ts'
import { atTarget } from './target-error.ts'

/** Asks a real organisation and keeps the forms of its answers. Throws a CredentialsError, or a TargetError. */
export async function recordFrom(target: string, system: Recordable, probes: readonly Probe[], credentials: Credentials): Promise<Fixture> {
  const base = target.replace(/\/+$/, '')
  const { tenantId = '', clientId = '', clientSecret = '' } = credentials
  const scope = credentials.scope ?? ''
  if (system === 'entra' && (!tenantId || !clientId || !clientSecret || !scope))
    throw new CredentialsError(
      `To sign in at ${base}, set tenant, client and REHEARSAL_SCOPE (https://contoso.crm.dynamics.com/.default) in the environment:\n${VARIABLES}`,
    )
  const authorization = system === 'entra' ? undefined : await authorizationFor(system, base, credentials)
  const asked: Asked = {
    base,
    fetch: atTarget(),
    authorization,
    known: { ...ids(hostSeed()), tenantId, clientId, clientSecret, scope, resource: resourceOf(scope) },
  }
  const exchanges = await askAll(asked, probes)
  return { version: 1, system, recorded: new Date(hostNow()).toISOString().slice(0, 10), exchanges }
}

/** What the stand-in answers to the same questions, compared with what was recorded. */
export async function driftFrom({ system, exchanges }: Fixture): Promise<Drift[]> {
  const sandbox = await createSandbox({ generate: { contacts: 20, cases: 20 } })
  const { url } = sandbox[system]
  const { tenantId, clientId, clientSecret, scope, authority } = sandbox.entra.credentials
  const own: Credentials = {
    tenantId,
    clientId: system === 'zendesk' ? sandbox.zendesk.credentials.clientId : clientId,
    clientSecret: system === 'zendesk' ? sandbox.zendesk.credentials.clientSecret : clientSecret,
    authority: authority.slice(0, -tenantId.length - 1),
    scope: system === 'zendesk' ? undefined : scope,
    email: undefined,
    apiToken: undefined,
    token: undefined,
  }
  const authorization = system === 'entra' ? undefined : await authorizationFor(system, url, own, sandbox.fetch)
  const known = { ...ids(demo.seed), tenantId, clientId, clientSecret, scope, resource: resourceOf(scope) }
  const answers = await askAll(
    { base: url, fetch: sandbox.fetch, authorization, known },
    exchanges.map(({ probe }) => probe),
  )
  return exchanges.flatMap((real) => {
    const fake = answers.find(({ probe }) => probe.name === real.probe.name)
    return fake
      ? driftBetween(real, fake)
      : [{ probe: real.probe.name, where: 'probe', real: 'answered', fake: 'could not be asked: what it builds on was not answered' }]
  })
}

const resourceOf = (scope: string): string => scope.replace(/\/\.default$/, '')

/** For records that a run makes and deletes. */
const ids = (seed: number): Known => {
  const random = seededRandom(seed)
  return { guid: random.guid(), guid2: random.guid() }
}
