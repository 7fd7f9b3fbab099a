import { counted } from '../../mocks/core/figure.ts'
import { type Complaint, complaintsOf } from './complaints.ts'
import { COMMAND } from './output.ts'
import { summaryLine } from './pretty.ts'
import { namedToRepeat } from './repeat.ts'
import type { PlayResult, Summary } from './reporter.ts'
import { ruleName } from './rule-name.ts'

/** What GitHub shows of one step at the most is 1 MiB; this leaves room for other steps of the same job. */
const MOST = 500_000

/** The run in GitHub's Markdown, findings first. `command` is how it is repeated, without a scenario. */
export function stepSummary(results: readonly PlayResult[], summary: Summary, command: string = COMMAND): string {
  const judged = results.map((result) => ({ result, complaints: complaintsOf(result, summary.rules) }))
  const blamed = judged.filter(({ complaints }) => complaints.length > 0).sort((a, b) => b.complaints.length - a.complaints.length)
  const parts = [
    `## Rehearsal: ${blamed.length === 0 ? '✅ all held' : `❌ ${counted(summary.findings, 'finding')}`}\n\n${text(summaryLine(summary))}\n`,
    ...blamed.map(({ result, complaints }) => ofPlay(result, complaints, summary, command)),
    `\n<details><summary>All ${summary.plays} plays</summary>\n\n| Scenario | CRM | Verdict | In short |\n|---|---|---|---|\n${judged.map(row).join('')}\n</details>\n`,
  ]
  let room = MOST
  const kept = parts.filter((part) => (room -= Buffer.byteLength(part)) >= 0)
  return `${kept.join('')}${kept.length < parts.length ? '\nThere is more than fits here: see the log, or `--report html=FILE`.\n' : ''}\n`
}

function ofPlay({ play }: PlayResult, complaints: readonly Complaint[], { rules }: Summary, command: string): string {
  const rows = complaints.map(
    (complaint) =>
      `| ${text(ruleName(complaint, rules))} | ${text(complaint.says)} | ${text(complaint.expected)} | ${text(complaint.happened)} | ${complaint.exchanges.map((id) => `\\#${id}`).join(', ')} |\n`,
  )
  return `\n### ${text(play.title)} · ${play.crm}\n\n\`${`${command} ${namedToRepeat(play)}`.replaceAll('`', '')} --crm ${play.crm}\`\n\n| Rule | What must hold | Expected | Happened | Exchanges |\n|---|---|---|---|---|\n${rows.join('')}`
}

const row = ({ result: { play, highlight }, complaints }: { result: PlayResult; complaints: readonly Complaint[] }): string =>
  `| ${text(play.scenario)} | ${play.crm} | ${complaints.length === 0 ? '✅ held' : `❌ ${complaints.length}`} | ${text(complaints[0]?.happened ?? highlight)} |\n`

/** Text that stays text in a cell of a table: no markup, no link, no mention, no line break. */
const text = (words: string): string =>
  words
    .replaceAll(/[&<>]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark] as string)
    .replaceAll(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replaceAll(/\b(https?|www)(?=[:.])/g, '$1&#8203;')
    .replaceAll(/\s*\r?\n\s*/g, ' ')
