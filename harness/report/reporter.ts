import type { Finding, Rule } from '../rules/rule.ts'
import type { TraceEntry } from '../trace.ts'

export interface Play {
  /** `voice/agent-finishes-acw` */
  scenario: string
  title: string
  crm: 'dynamics' | 'zendesk'
  file: string
}

export interface PlayResult {
  play: Play
  findings: Finding[]
  /** Expectations of the scenario that did not hold, as findings without a rule. */
  unmet: { at: number; expected: string; happened: string; line?: number; exchanges: number[] }[]
  /** What could not be judged, and why: neither held nor a finding. */
  unjudged?: Unjudged[]
  /** What the integration printed, where it is a program that the run started. */
  output?: string[]
  /** The clock at the start and at the end. */
  from: number
  until: number
  /** One line that says what is worth saying: `03:30 finished → 03:31 written`. */
  highlight: string
  trace: TraceEntry[]
  /** Where a reporter asked for them. */
  records?: RecordChange[]
  traceHash: string
}

/** Something that a run cannot decide about an integration. */
export interface Unjudged {
  what: string
  why: string
  /** Of an expectation, in the scenario's file. */
  line?: number
  exchanges: number[]
}

/** A record that a play wrote, field by field; `before` is absent when it was made in the play, `after` when it is gone. */
export interface RecordChange {
  /** The CRM's own word: `incident`, `ticket`. */
  type: string
  id: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

export type RunEvent =
  | { kind: 'run-started'; seed: number; plays: Play[] }
  | { kind: 'play-started'; play: Play }
  | { kind: 'entry'; play: Play; entry: TraceEntry }
  | { kind: 'play-ended'; result: PlayResult }

export interface Summary {
  seed: number
  traceHash: string
  plays: number
  held: number
  /** Findings and unmet expectations. */
  findings: number
  /** What could not be judged, over all plays. */
  unjudged?: number
  simulatedMs: number
  wallMs: number
  rules: readonly Rule[]
}

/** Receives a run as a stream. One reporter, one file. */
export interface Reporter {
  /** It tells what became of each record: plays then look at them when they are over. */
  records?: true
  on(event: RunEvent): void
  end(summary: Summary): Promise<void> | void
}
