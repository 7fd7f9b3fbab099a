import { rules } from '../../rules/index.ts'
import type { Finding, Rule, RuleContext } from '../../rules/rule.ts'
import type { TraceEntry } from '../../trace.ts'
import type { FindingView } from '../protocol.ts'

/** Steps with which an interaction begins. */
const BEGINS = /^(contact\.(calls|chats|leavesVoicemail|sendsWorkItem)|agent\.dials)$/

export interface Findings {
  on(entry: TraceEntry): void
  /** All so far. While all is quiet, what can only be said at the end is among them. */
  list(): readonly FindingView[]
}

/**
 * The rules, live. What a rule says at the end of a play only, such as that something never came, is asked while nothing is
 * under way (`quiet`), of what happened since everything was quiet the last time: an interaction is wholly before or after.
 */
export function createFindings(context: RuleContext, quiet: () => boolean, now: () => number): Findings {
  const live: FindingView[] = []
  const watchers = watch(context, (finding) => live.push(finding))
  const settled: FindingView[] = []
  let act: TraceEntry[] = []
  let judged: { entries: number; found: readonly FindingView[] } = { entries: 0, found: [] }

  const atEnd = (): readonly FindingView[] => {
    if (judged.entries === act.length) return judged.found
    const found: FindingView[] = []
    let over = false
    // A context of its own: rules that watch with the same one share what they have understood.
    const fresh = watch({ ...context }, (finding) => over && found.push(finding))
    for (const entry of act) for (const watcher of fresh) watcher.on(entry)
    over = true
    for (const watcher of fresh) watcher.end?.(now())
    judged = { entries: act.length, found }
    return found
  }

  return {
    on(entry) {
      if (entry.kind === 'step' && BEGINS.test(entry.verb) && quiet()) {
        settled.push(...atEnd())
        act = []
        judged = { entries: 0, found: [] }
      }
      act.push(entry)
      for (const watcher of watchers) watcher.on(entry)
    },
    list: () => (quiet() ? [...live, ...settled, ...atEnd()] : settled.length > 0 ? [...live, ...settled] : live),
  }
}

const watch = (context: RuleContext, found: (finding: FindingView) => void) => rules.map((rule) => rule.watch(context, (finding) => found(view(rule, finding))))

const view = (rule: Rule, finding: Omit<Finding, 'rule'>): FindingView => ({ ...finding, rule: rule.id, rules: rule.source.rules, says: rule.says })
