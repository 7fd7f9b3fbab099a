import { counted } from '../../mocks/core/figure.ts'
import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Rehearsal } from '../rehearse.ts'
import { complaintsOf } from '../report/complaints.ts'
import type { PlayResult } from '../report/reporter.ts'
import { ruleName } from '../report/rule-name.ts'
import { rules } from '../rules/index.ts'
import { timeOfDay } from '../rules/words.ts'
import type { MatcherResult } from './matcher.ts'

/** `names`: only these rules, by id (`memorialized-once`) or number (`R024`); otherwise all, and what the scenario expects. */
export function obeys(received: unknown, names: readonly string[] | undefined): MatcherResult {
  const plays = playsIn(received)
  const wanted = names?.map(ruleNamed)
  const broken = plays.flatMap((play) =>
    complaintsOf(play, rules)
      .filter(({ rule }) => wanted === undefined || wanted.some((ids) => ids.includes(rule ?? '')))
      .map((complaint) => ({ play: play.play, ...complaint })),
  )
  return {
    pass: broken.length === 0,
    message: () => {
      if (broken.length === 0) return `Expected a finding${names ? ` of ${names.join(', ')}` : ''}; ${counted(plays.length, 'play')} held.`
      const lines = broken.map(({ play, at, expected, happened, exchanges, source, ...one }) =>
        [
          `${play.scenario} on ${play.crm}`,
          `  ${ruleName(one, rules)}  ${one.says}`,
          `    expected   ${expected}`,
          `    happened   ${happened}`,
          `    when       ${timeOfDay(at)}`,
          ...(exchanges.length > 0 ? [`    exchanges  ${exchanges.map((id) => `#${id}`).join(', ')}`] : []),
          `    source     ${source}`,
        ].join('\n'),
      )
      return [`Expected every rule to hold; ${broken.length === 1 ? 'one does' : `${broken.length} do`} not.`, ...lines].join('\n\n')
    },
  }
}

function playsIn(received: unknown): PlayResult[] {
  const { plays, trace } = (received ?? {}) as Partial<Rehearsal & PlayResult>
  if (Array.isArray(plays)) return plays
  if (Array.isArray(trace)) return [received as PlayResult]
  throw new TypeError('toObeyRules is for what rehearse() answered: const run = await rehearse("voice/agent-finishes-acw"); expect(run).toObeyRules().')
}

/** The rules that keep what is meant: a number may be kept by several. */
function ruleNamed(name: string): string[] {
  const found = rules.filter((rule) => rule.id === name || rule.source.rules.includes(name.toUpperCase())).map(({ id }) => id)
  if (found.length > 0) return found
  const known = rules.flatMap((rule) => [rule.id, ...rule.source.rules])
  throw new TypeError(`No rule that judges a play is called "${name}".${didYouMean(name, known)}`)
}
