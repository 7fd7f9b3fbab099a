import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { nearest } from '../../mocks/core/nearest.ts'
import type { AskedState, System } from './state.ts'

const stateSchema = z.looseObject({ name: z.string(), params: z.record(z.string(), z.unknown()).optional() })
const interactionSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string(),
  providerStates: z.array(stateSchema).optional(),
  /** Pact 1 and 2. */
  providerState: z.string().nullish(),
})
const pactSchema = z.looseObject({
  consumer: z.looseObject({ name: z.string() }),
  provider: z.looseObject({ name: z.string() }),
  interactions: z.array(interactionSchema).optional(),
  messages: z.array(interactionSchema).optional(),
})

export interface Pact {
  file: string
  consumer: string
  provider: string
  system: System
  interactions: { description: string; states: AskedState[]; message: boolean }[]
  /** The whole file, as it was read. */
  document: Record<string, unknown>
}

/** A file that is no pact, or of a provider that is not here; its message is for the user. */
export class PactError extends Error {
  override name = 'PactError'
}

/** By words that people call them. */
const NAMES: Record<string, System> = {
  entra: 'entra',
  'entra id': 'entra',
  'microsoft entra id': 'entra',
  'azure ad': 'entra',
  dynamics: 'dynamics',
  'dynamics 365': 'dynamics',
  'microsoft dynamics 365': 'dynamics',
  dataverse: 'dynamics',
  'dataverse web api': 'dynamics',
  zendesk: 'zendesk',
  'zendesk support': 'zendesk',
  'contact-centre': 'contact-centre',
  'contact centre': 'contact-centre',
  'contact center': 'contact-centre',
  cxone: 'contact-centre',
}

export const systems: readonly System[] = ['entra', 'dynamics', 'zendesk', 'contact-centre']

export function systemOf(provider: string, as?: System): System {
  const system =
    as ??
    NAMES[
      provider
        .toLowerCase()
        .replaceAll(/[\s_-]+/g, ' ')
        .trim()
    ] ??
    NAMES[provider.toLowerCase()]
  if (system) return system
  const guess = nearest(provider, Object.keys(NAMES))
  throw new PactError(
    `The provider "${provider}" is not one of ${systems.join(', ')}.${guess ? ` Did you mean "${guess}"?` : ''} Say which one stands in for it: --as dynamics.`,
  )
}

/** Pact files, and those in folders, each once. Throws a PactError. */
export function readPacts(paths: readonly string[], as?: System): Pact[] {
  const files = new Map(paths.flatMap(pactFiles).map((file) => [resolve(file), file]))
  return [...files.values()].map((file) => readPact(file, as))
}

function pactFiles(path: string): string[] {
  if (!existsSync(path)) throw new PactError(`There is no pact ${path}.`)
  if (!statSync(path).isDirectory()) return [path]
  const files = readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort()
  if (files.length === 0) throw new PactError(`There is no pact (*.json) in ${path}.`)
  return files.map((name) => join(path, name))
}

function readPact(file: string, as: System | undefined): Pact {
  let document: unknown
  try {
    document = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new PactError(`${file} ${error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'}: ${(error as Error).message}`)
  }
  const read = pactSchema.safeParse(document)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new PactError(`${file} is no pact: ${issue?.path.join('.') || 'the whole file'}: ${issue?.message}. A pact has consumer, provider and interactions.`)
  }
  const { consumer, provider, interactions = [], messages = [] } = read.data
  const all = [...interactions, ...messages]
  if (all.length === 0) throw new PactError(`${file} has no interactions.`)
  const isMessage = ({ type }: { type?: string | undefined }) => (type ?? '').startsWith('Asynchronous') || messages.length > 0
  return {
    file,
    consumer: consumer.name,
    provider: provider.name,
    system: systemOf(provider.name, as),
    interactions: all.map((one) => ({
      description: one.description,
      states: one.providerStates?.map(({ name, params = {} }) => ({ name, params })) ?? (one.providerState ? [{ name: one.providerState, params: {} }] : []),
      message: isMessage(one),
    })),
    document: document as Record<string, unknown>,
  }
}
