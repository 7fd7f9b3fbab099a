import { createSandbox, type Sandbox, type SandboxOptions } from '../../harness/sandbox.ts'

export interface Door {
  sandbox: Sandbox
  /** One request; answers what is wrong with its answer. */
  ask(url: string, init?: RequestInit): Promise<string | undefined>
  /** What is there now is what `renew` goes back to. */
  keep(): void
  renew(): void
}

const SEED = {
  contacts: [
    { lastname: 'Byron', firstname: 'Ada', telephone1: '+49301234567', emailaddress1: 'ada@example.org' },
    { lastname: "O'Neil", firstname: 'Zoë', telephone1: '+49301234568' },
  ],
  accounts: [{ name: 'Engines Ltd', telephone1: '+49307654321' }],
}

/** A World in-process without limits on how often one may ask. */
export async function door(options: SandboxOptions = {}): Promise<Door> {
  const sandbox = await createSandbox({
    settings: {
      entra: { tokenLatency: { min: 0, max: 0 }, consent: 'allow' },
      dynamics: { serviceProtection: { enforced: false } },
      zendesk: { rateLimit: 1_000_000_000, endpointLimits: false, webhookDelivery: 'off' },
    },
    generate: { contacts: 4, cases: 3 },
    ...options,
  })
  await sandbox.dynamics.seed(SEED)
  let crash: string | undefined
  sandbox.journal.watch(({ remarks }) => {
    for (const remark of remarks) if (remark.kind === 'crashed') crash = remark.message
  })
  let clean = sandbox.snapshot()
  return {
    sandbox,
    keep: () => void (clean = sandbox.snapshot()),
    renew() {
      sandbox.restore(clean)
      // It keeps its newest 10,000 exchanges, which would look like growth until it is full.
      sandbox.journal.clear()
    },
    async ask(url, init) {
      crash = undefined
      let request: Request
      try {
        request = new Request(url, init)
      } catch {
        return undefined // No client could send it.
      }
      const answer = await sandbox.fetch(request)
      await answer.arrayBuffer()
      if (crash !== undefined) return `failed inside: ${crash}`
      return answer.status >= 500 && answer.status !== 501 ? `answered ${answer.status}` : undefined
    },
  }
}

/** A token for Dynamics that outlives the inputs: time does not move here. */
export async function signedIn({ sandbox, keep }: Door): Promise<Record<string, string>> {
  const { tokenUrl, clientId, clientSecret, scope } = sandbox.dynamics.credentials
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope })
  const { access_token: token } = (await (await sandbox.fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string }
  keep()
  return { authorization: `Bearer ${token}` }
}

export const BASIC = { authorization: `Basic ${btoa('admin@rehearsal.example/token:rehearsal-token')}` }
