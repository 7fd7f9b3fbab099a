import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Arrangement, onlyRecords } from './arrangement.ts'
import { authorizationFor, credentialsFrom } from './credentials.ts'
import type { Outcome } from './outcome.ts'
import { type Pact, PactError } from './pact-file.ts'
import type { Provider } from './provider.ts'
import { StateError, type System } from './state.ts'
import { arrangementOf } from './states/index.ts'
import { type Left, targetProvider } from './target.ts'
import { atTarget } from './target-error.ts'
import { verifySource } from './verify.ts'

/**
 * Verifies a pact at a real organisation; what cannot be arranged there is left out. `left` hears of records that were made for it
 * and could not be deleted again. Throws a PactError, a CredentialsError, a TargetError, a VerifierFailure or a VerifierStopped.
 */
export async function verifyAt(target: string, pact: Pact, env: NodeJS.ProcessEnv, left: Left): Promise<Outcome[]> {
  const base = target.replace(/\/+$/, '')
  const { system } = pact
  if (system !== 'dynamics' && system !== 'zendesk')
    throw new PactError(
      `${pact.file}: --target takes pacts with Dynamics or Zendesk; this one is with ${system}, whose states only the stand-in can be put into.`,
    )
  const authorization = await authorizationFor(system, base, credentialsFrom(env))
  // Any answer will do: an address where nobody is is no difference in every interaction.
  await atTarget()(base, { method: 'HEAD', redirect: 'manual' })
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-verify-'))
  try {
    return await verifyThere(pact, targetProvider(base, authorization, left), folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `folder` takes a file for the while. */
async function verifyThere(pact: Pact, provider: Provider, folder: string): Promise<Outcome[]> {
  const reasons = pact.interactions.map((one) => onlyHere(pact.system, one))
  const leftOut = pact.interactions.flatMap((one, i): Outcome[] => {
    const says = reasons[i]
    return says === undefined
      ? []
      : [{ ...namesOf(pact), description: one.description, states: one.states, result: 'left out', differences: [{ where: 'provider state', says }] }]
  })
  if (leftOut.length === pact.interactions.length) return leftOut
  const { interactions = [], ...document } = pact.document as { interactions?: unknown[] }
  const file = join(folder, basename(pact.file))
  writeFileSync(file, JSON.stringify({ ...document, interactions: interactions.filter((_, i) => reasons[i] === undefined) }))
  const { outcomes } = await verifySource(pact.provider, pact.system, { pactUrls: [file] }, provider)
  return [...outcomes, ...leftOut]
}

const namesOf = ({ consumer, provider }: Pact) => ({ consumer, provider })

/** The real organisation's outcomes, and with each about which the stand-in disagrees, how: there the stand-in has drifted. */
export function withDrift(fake: readonly Outcome[], real: readonly Outcome[]): Outcome[] {
  return real.map((one) => {
    const { description, states, result, differences } = one
    // What could not be arranged there says nothing about the answers.
    if (result === 'left out' || differences.some(({ where }) => where === 'provider state')) return one
    const here = fake.find((other) => other.description === description && JSON.stringify(other.states) === JSON.stringify(states))
    if (!here || here.result === result) return one
    return { ...one, drift: result === 'held' ? 'the target keeps it and the stand-in does not' : 'the stand-in keeps it and the target does not' }
  })
}

/** Why an interaction can be verified against the stand-in only; undefined where a real organisation will do. */
function onlyHere(system: System, { states }: Pact['interactions'][number]): string | undefined {
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
