import type { PlayResult } from '../report/reporter.ts'
import type { Crm } from '../scenario/crm/words.ts'
import { unforeseen } from '../scenario/expect/configuration.ts'
import type { Evidence } from '../scenario/expect/evidence.ts'
import { expectations } from '../scenario/expect/index.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { traceHash } from '../trace/hash.ts'
import type { TraceEntry } from '../trace.ts'
import { configurationComplaints } from './world.ts'

/** A scenario without steps is about its configuration alone: it is checked, nothing is played and no time goes by. */
export const isAboutConfiguration = ({ steps }: Pick<Scenario, 'steps'>): boolean => steps.length === 0

/** Checks the configuration of such a scenario and judges what is said of it. Throws a PlayError where there is no such configuration. */
export async function checked(scenario: Scenario, crm: Crm, onEntry: (entry: TraceEntry) => void = () => {}): Promise<Omit<PlayResult, 'play'>> {
  const complaints = configurationComplaints(scenario, crm)
  const at = scenario.given.start
  const trace: TraceEntry[] = [{ kind: 'step', at, index: 1, verb: 'configuration.checked', says: says(scenario, complaints) }]
  for (const entry of trace) onEntry(entry)
  const evidence: Evidence = {
    crm,
    // There is none that could be used; the expectations of such a scenario look at what was said of it.
    configuration: {} as Evidence['configuration'],
    complaints,
    trace,
    from: at,
    until: at,
    steps: [],
    copyOf: () => undefined,
    card: () => undefined,
    holds: async () => undefined,
  }
  const unmet: PlayResult['unmet'] = []
  for (const { kind, args, line } of scenario.expect) {
    const found = await (expectations[kind] as (typeof expectations)[string]).judge(args, evidence)
    unmet.push(...found.map((one) => ({ ...one, line })))
  }
  unmet.push(...unforeseen(complaints, scenario.expect, at))
  return { findings: [], unmet, from: at, until: at, highlight: highlight(complaints), trace, traceHash: traceHash(trace) }
}

function highlight(complaints: Evidence['complaints']): string {
  const errors = complaints.filter(({ severity }) => severity === 'error')
  const rules = [...new Set((errors.length > 0 ? errors : complaints).flatMap(({ rule }) => rule ?? []))].join(', ')
  if (errors.length > 0) return `configuration refused${rules ? `: ${rules}` : ''}`
  return complaints.length > 0 ? `configuration warned of${rules ? `: ${rules}` : ''}` : 'configuration accepted'
}

function says({ configuration, changes }: Scenario, complaints: Evidence['complaints']): string {
  const with_ = Object.entries(changes).map(([path, value]) => (value === null ? `no ${path}` : `${path}: ${JSON.stringify(value)}`))
  const told = complaints.map(({ severity, rule, message }) => [severity, rule, message].filter(Boolean).join(' '))
  return `The configuration ${configuration}${with_.length > 0 ? ` with ${with_.join(', ')}` : ''} is checked: ${told.join('; ') || 'nothing is said against it'}`
}
