import type { Readings } from '../configuration/checks.ts'
import type { Crm } from './crm/words.ts'
import type { Given } from './schema.ts'

/** A scenario that has been read, ready to be played. */
export interface Scenario {
  /** `voice/agent-finishes-acw` */
  id: string
  file: string
  title: string
  story?: string | undefined
  rules: readonly string[]
  source?: string | undefined
  crm: readonly Crm[]
  /** Names of profiles that the scenario keeps to. */
  profile: readonly string[]
  readings: Readings
  configuration: string
  /** What the configuration says otherwise here, by path. */
  changes: Readonly<Record<string, unknown>>
  given: Given
  steps: readonly Step[]
  expect: readonly Expectation[]
}

export interface Step {
  /** From 1. */
  index: number
  verb: string
  args: unknown
  /** ms from the scenario's start, or after the step before; neither: at once. */
  at?: number | undefined
  after?: number | undefined
  impossible: boolean
  /** Left out where the contact centre does not allow it: nobody wrote down how far the call goes. */
  ifPossible?: boolean
  line: number
}

export interface Expectation {
  kind: string
  args: unknown
  line: number
}
