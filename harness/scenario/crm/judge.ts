import type { World } from '../../../mocks/core/world.ts'
import type { RehearsalSeeds } from '../../demo.ts'

/** A CRM seen with an account of the rehearsal's own, so that looking needs nothing of the integration and leaves it nothing. */
export interface Judge extends Administrator {
  /** A field of a record as it is now; undefined when there is no such record or field. */
  holds(type: string, id: string, field: string): Promise<unknown>
  /** A whole record as it is now, one level deep; undefined when there is none, or none that the CRM shows by itself. */
  record(type: string, id: string): Promise<Record<string, unknown> | undefined>
}

/** What an administrator of the CRM may do to an integration, or to its records while it works. */
export interface Administrator {
  /** Disables the account that the integration works as (R005), or enables it again. */
  disableSystemUser(disabled?: boolean): Promise<void>
  /** Takes away whatever that account may do (R007, R008). */
  takePermissions(): Promise<void>
  /** The records of contacts are found by their names. Throws a StageError where there is none, or the CRM refuses. */
  deleteContact(name: string): Promise<void>
  /** `name` is merged into `into` and is no record to write to any more. */
  mergeContact(name: string, into: string): Promise<void>
}

/** People as a scenario gives them. */
export interface Person {
  name: string
  phone: string
  email?: string | undefined
}

/** What the CRM has before a scenario begins. A case names its contact. */
export interface Known {
  /** What the integration's account may do, where it is no administrator: privileges in the CRM's own words. */
  privileges?: readonly string[] | undefined
  people: readonly Person[]
  /** `created` in ms since the epoch. */
  cases: readonly { title: string; contact: string; created?: number | undefined }[]
}

/** One CRM, from the rehearsal's side. */
export interface JudgeKind {
  /** Adds the scenario's people and cases, and the judge's own account, to the seeds. */
  plant(seeds: RehearsalSeeds['seeds'], known: Known): RehearsalSeeds['seeds']
  /** `fetch` here is the World's own, past the integration's. */
  judge(world: World, fetch: typeof globalThis.fetch): Judge
}

/** Marks the judge's requests, so that they are not taken for the integration's. */
export const JUDGE_AGENT = 'crm-rehearsal-judge'
