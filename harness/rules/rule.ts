import type { CrmConfiguration } from '../configuration/schema.ts'
import type { TraceEntry } from '../trace.ts'

/** Where a rule comes from. */
export interface Source {
  /** Ids of the published rule table: R024, A10. */
  rules: string[]
  document: string
  grade: 'stated' | 'vendor' | 'inferred' | 'simulator-defined'
}

export interface Finding {
  rule: string
  at: number
  interaction?: string
  expected: string
  happened: string
  /** Ids of the exchanges that show it. */
  exchanges: number[]
}

export interface RuleContext {
  crm: 'dynamics' | 'zendesk'
  configuration: CrmConfiguration
  /** The integration runs on a clock of its own, not the World's: it learns that a token has died from whoever refuses it. */
  apart?: boolean
  /** What instants are uncertain by, in ms on the World's clock; none in virtual time. At a desk it grows with the clock's speed: read when something is judged. */
  slack?: number
}

/** Judges every run, whatever its scenario expects. One rule, one file. */
export interface Rule {
  /** Kebab-case, also the file's name: `memorialized-once`. */
  id: string
  /** What must hold, in one plain sentence. */
  says: string
  source: Source
  watch(context: RuleContext, report: (finding: Omit<Finding, 'rule'>) => void): Watcher
}

/** A rule at work on one run. */
export interface Watcher {
  on(entry: TraceEntry): void
  end?(at: number): void
  /** The kinds of entries that can matter to `on`; all of them unless it says so. */
  hears?: readonly TraceEntry['kind'][]
  /** What it reads the run with, together with other rules: whoever leaves out what it does not hear calls this for every entry, before `on`. */
  reads?(entry: TraceEntry): unknown
}
