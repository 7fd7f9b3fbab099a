import type { Arrangement } from './arrangement.ts'
import { onlyRecords } from './arrangement.ts'
import { fakeProvider } from './fake.ts'
import { openFront } from './front.ts'
import { type Outcome, outcomesOf } from './outcome.ts'
import type { Pact } from './pact-file.ts'
import type { Provider } from './provider.ts'
import { StateError, type System } from './state.ts'
import { arrangementOf } from './states/index.ts'
import { runVerifier, type VerifierJob } from './verifier.ts'

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
    return { outcomes: outcomesOf(results, front.rounds), notices: results.notices.flatMap(({ text }) => (text ? [text] : [])) }
  } finally {
    await provider?.end()
    await front.close()
  }
}

/** Verifies one pact file against its stand-in. */
export const verifyPact = async (pact: Pact): Promise<Outcome[]> => (await verifySource(pact.provider, pact.system, { pactUrls: [pact.file] })).outcomes

/** Why an interaction can be verified against the stand-in only; undefined where a real organisation will do. */
export function onlyHere(system: System, { states }: Pact['interactions'][number]): string | undefined {
  for (const asked of states) {
    const arrangement = arrangementOrNone(system, asked)
    if (arrangement && !onlyRecords(arrangement)) return `"${asked.name}" cannot be arranged in a real organisation`
  }
  return undefined
}

function arrangementOrNone(system: System, asked: Parameters<typeof arrangementOf>[1]): Arrangement | undefined {
  try {
    return arrangementOf(system, asked)
  } catch (error) {
    if (error instanceof StateError) return undefined
    throw error
  }
}
