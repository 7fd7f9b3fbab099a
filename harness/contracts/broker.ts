import { didYouMean } from '../../mocks/core/nearest.ts'
import { PactError } from './pact-file.ts'
import type { Source } from './verify.ts'

export interface BrokerOptions {
  broker: string
  /** Which of a consumer's versions: words as in `selectorOf`. Default: main branches, and what is deployed or released. */
  selector?: readonly string[]
  /** Pacts that have never held may fail without failing the build. */
  pending?: boolean
  /** Also pacts of any branch since then: `2026-11-01`. */
  wipSince?: string
  /** Tells the broker what became of it. */
  publish?: boolean
  /** The provider's version and branch that results are published for. */
  providerVersion?: string
  providerBranch?: string
  buildUrl?: string
  /** Only pacts of these consumers. */
  consumer?: readonly string[]
}

const WORDS: Record<string, Record<string, unknown>> = {
  main: { mainBranch: true },
  matching: { matchingBranch: true },
  latest: { latest: true },
  deployed: { deployed: true },
  released: { released: true },
  'deployed-or-released': { deployedOrReleased: true },
}
const NAMED = ['branch', 'tag', 'environment', 'consumer']

/** `main`, `deployed`, `branch=feature`, `environment=test`, or a selector as JSON. Throws a PactError. */
export function selectorOf(text: string): Record<string, unknown> {
  if (text.startsWith('{')) {
    try {
      return JSON.parse(text) as Record<string, unknown>
    } catch (error) {
      throw new PactError(`--selector ${text} is not JSON: ${(error as Error).message}`)
    }
  }
  const [, name = '', value = ''] = /^([a-z]+)=(.+)$/.exec(text) ?? []
  if (NAMED.includes(name)) return { [name]: value, ...(name === 'tag' || name === 'consumer' ? { latest: true } : {}) }
  const word = WORDS[text]
  if (word) return word
  const known = [...Object.keys(WORDS), ...NAMED.map((one) => `${one}=NAME`)]
  throw new PactError(`--selector takes ${known.join(', ')} or JSON, not "${text}".${didYouMean(text, known)}`)
}

/** What the verifier needs to fetch pacts from a broker; credentials it takes from PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD. */
export function brokerSource(options: BrokerOptions): Source {
  const { broker, selector = ['main', 'deployed-or-released'], pending, wipSince, publish, providerVersion, providerBranch, buildUrl, consumer } = options
  if (!/^https?:\/\//.test(broker)) throw new PactError(`--broker takes a URL such as https://example.pactflow.io, not "${broker}".`)
  if (publish && !providerVersion) throw new PactError('To publish results, the broker has to know whose: say --provider-version (the commit).')
  if ((pending || wipSince) && !providerBranch)
    throw new PactError('What is pending, and what is work in progress, a broker reckons for a branch of the provider: say --provider-branch main.')
  return {
    pactBrokerUrl: broker,
    consumerVersionSelectors: selector.map(selectorOf),
    failIfNoPactsFound: true,
    ...(pending ? { enablePending: true } : {}),
    ...(wipSince ? { enablePending: true, includeWipPactsSince: wipSince } : {}),
    ...(publish ? { publishVerificationResult: true } : {}),
    ...(providerVersion ? { providerVersion } : {}),
    ...(providerBranch ? { providerVersionBranch: providerBranch } : {}),
    ...(buildUrl ? { buildUrl } : {}),
    ...(consumer ? { consumerFilters: [...consumer] } : {}),
  }
}
