import { fakeProvider } from './fake.ts'
import { openFront } from './front.ts'
import { type Outcome, outcomesOf } from './outcome.ts'
import type { Pact } from './pact-file.ts'
import type { Provider } from './provider.ts'
import type { System } from './state.ts'
import { runVerifier, VerifierFailure, type VerifierJob } from './verifier.ts'

/** What of a job is the same for files and for a broker. */
export type Source = Omit<VerifierJob, 'provider' | 'providerBaseUrl'>

const against = (system: System): Provider | undefined => (system === 'contact-centre' ? undefined : fakeProvider(system))

/** Verifies what the source has for a provider. Throws a VerifierFailure. */
export async function verifySource(
  name: string,
  system: System,
  source: Source,
  provider = against(system),
): Promise<{ outcomes: Outcome[]; notices: string[] }> {
  const front = await openFront(system, provider)
  try {
    const results = await runVerifier({
      ...source,
      provider: name,
      providerBaseUrl: front.url,
      providerStatesSetupUrl: front.stateUrl,
      transports: [{ protocol: 'message', port: front.message.port, path: front.message.path, scheme: 'http' }],
    })
    const [unread] = results.errors.filter(({ interaction }) => interaction === 'Failed to load pact')
    if (unread) throw new VerifierFailure(unread.mismatch.message ?? 'A pact could not be loaded.')
    return { outcomes: outcomesOf(results, front.rounds), notices: results.notices.flatMap(({ text }) => (text ? [text] : [])) }
  } finally {
    // What is asked for while the records go would make more of them.
    await front.close()
    await provider?.end()
  }
}

/** Verifies one pact file against its stand-in. */
export const verifyPact = async (pact: Pact): Promise<Outcome[]> => (await verifySource(pact.provider, pact.system, { pactUrls: [pact.file] })).outcomes
