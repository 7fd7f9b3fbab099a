import { createSandbox, type Sandbox } from '../sandbox.ts'
import { type Arrangement, type Sown, together } from './arrangement.ts'
import { type Provider, signedIn } from './provider.ts'
import { StateError, type System } from './state.ts'

type Crm = Exclude<System, 'contact-centre'>

/** A stand-in, in-process, on a virtual clock; a World of its own for every interaction. */
export function fakeProvider(system: Crm): Provider {
  let sandbox: Sandbox | undefined
  let signIn: () => Promise<string> = async () => ''

  return {
    async begin(arrangement) {
      await sandbox?.close()
      sandbox = await arrangedSandbox(system, arrangement)
      const token = await tokenFor(system, sandbox, arrangement.access ?? { kind: 'usual' })
      for (const { effect } of arrangement.faults ?? []) sandbox.faults.add({ when: { mock: system }, effect })
      signIn = async () => token
      return arrangement.values ?? {}
    },
    async answer(path, { headers, ...init }) {
      const world = (sandbox ??= await arrangedSandbox(system, {}))
      const { email, apiToken } = world.zendesk.credentials
      const basic = system === 'zendesk' ? btoa(`${email}/token:${apiToken}`) : undefined
      return await world[system].fetch(path, { ...init, headers: system === 'entra' ? headers : signedIn(headers, await signIn(), basic) })
    },
    async end() {
      await sandbox?.close()
      sandbox = undefined
    },
  }
}

async function arrangedSandbox(system: Crm, arrangement: Arrangement): Promise<Sandbox> {
  const { plant = {}, records = [] } = together([arrangement])
  try {
    const sandbox = await createSandbox({ plant: { ...plant } })
    for (const record of records) await sow(sandbox, record)
    return sandbox
  } catch (error) {
    // What the machine refuses, such as a file, is not the state's fault.
    if (error instanceof Error && 'syscall' in error) throw error
    throw new StateError(`What the provider state asks for does not fit the ${system} stand-in: ${(error as Error).message}`)
  }
}

/** The sandbox's seeds of Zendesk name a requester as the API does. */
const sow = (sandbox: Sandbox, { system, set, row }: Sown) => sandbox[system].seed({ [set]: [row] })

async function tokenFor(system: Crm, sandbox: Sandbox, access: NonNullable<Arrangement['access']>): Promise<string> {
  if (access.kind === 'wrong') return 'this-token-is-nobodys'
  const token = system === 'entra' && access.kind === 'usual' ? '' : await signedInTo(system, sandbox, access.kind === 'read-only' ? 'read' : 'read write')
  if (access.kind === 'expired') await sandbox.clock.advance(access.after)
  return token
}

async function signedInTo(system: Crm, sandbox: Sandbox, scope: string): Promise<string> {
  const { entra, dynamics, zendesk } = sandbox
  const form = (client: { clientId: string; clientSecret: string }, of: string) =>
    new URLSearchParams({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret, scope: of })
  const [url, body] =
    system === 'zendesk'
      ? ([zendesk.credentials.tokenUrl, form(zendesk.credentials, scope)] as const)
      : ([entra.credentials.tokenUrl, form(dynamics.credentials, entra.credentials.scope)] as const)
  const answer = await sandbox.fetch(url, { method: 'POST', body })
  return answer.ok ? ((await answer.json()) as { access_token: string }).access_token : ''
}
