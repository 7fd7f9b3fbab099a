import { rules } from '../../rules/index.ts'
import type { Finding, Rule, RuleContext } from '../../rules/rule.ts'
import type { TraceEntry } from '../../trace.ts'
import type { FindingView } from '../protocol.ts'

export interface Findings {
  on(entry: TraceEntry): void
  /** All so far. Once all is quiet, what can only be said at the end is among them. */
  list(quiet: boolean, trace: readonly TraceEntry[], now: number): readonly FindingView[]
}

/** The rules, live. What a rule says at the end of a play only, such as that something never came, is asked whenever nothing is under way. */
export function createFindings(context: RuleContext): Findings {
  const live: FindingView[] = []
  const watchers = watch(context, live)
  let judged: { entries: number; found: readonly FindingView[] } = { entries: 0, found: live }

  return {
    on: (entry) => {
      for (const watcher of watchers) watcher.on(entry)
    },
    list(quiet, trace, now) {
      if (!quiet) return live
      if (judged.entries === trace.length) return judged.found
      const found: FindingView[] = []
      // A context of its own: rules that watch with the same one share what they have understood.
      const fresh = watch({ ...context }, found)
      for (const entry of trace) for (const watcher of fresh) watcher.on(entry)
      for (const watcher of fresh) watcher.end?.(now)
      judged = { entries: trace.length, found }
      return found
    },
  }
}

const watch = (context: RuleContext, found: FindingView[]) => rules.map((rule) => rule.watch(context, (finding) => found.push(view(rule, finding))))

const view = (rule: Rule, finding: Omit<Finding, 'rule'>): FindingView => ({ ...finding, rule: rule.id, rules: rule.source.rules, says: rule.says })
