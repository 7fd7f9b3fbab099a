import { hostElapsed } from '../../mocks/core/clock.ts'
import { formatDuration } from '../../mocks/core/duration.ts'
import { counted } from '../../mocks/core/figure.ts'
import { unjudgedLine } from '../play/unjudged.ts'
import type { Rule } from '../rules/rule.ts'
import { timeOfDay } from '../rules/words.ts'
import { openIn, printedIn } from './complaints.ts'
import { oneLine } from './one-line.ts'
import { COMMAND, type Output, type ReporterOptions } from './output.ts'
import { colourful, type Paint, paintFor, plain } from './paint.ts'
import { namedToRepeat } from './repeat.ts'
import type { Play, PlayResult, Reporter, Summary } from './reporter.ts'
import { scrub } from './scrub.ts'
import { showExchange } from './show-exchange.ts'
import { shownPath } from './shown-path.ts'
import { sinceStart, timeline } from './timeline.ts'

/** Host milliseconds between two drawings of the progress line. */
const PROGRESS_EVERY = 80
/** What a terminal that does not say is taken to be wide. */
const COLUMNS = 100
/** Last lines of what an integration printed that stand beside its findings. */
const PRINTED = 20

/** For people: a line for each play as it ends, findings behind the list, the sum at the end. Progress only on a terminal. */
export function pretty({ output, colours, show = [], timeline: wanted, command = COMMAND }: ReporterOptions): Reporter {
  const paint = paintFor(colours ?? colourful(output))
  const progress = progressOn(output, paint)
  const blamed: PlayResult[] = []
  const open: PlayResult[] = []
  let widths = { scenario: 0, crm: 0 }
  let plays: Play[] = []
  let done = 0

  const line = (text = '') => {
    progress.clear()
    output.write(`${text}\n`)
  }

  return {
    on(event) {
      if (event.kind === 'run-started') {
        plays = event.plays
        widths = { scenario: longest(plays.map(({ scenario }) => scenario)), crm: longest(plays.map(({ crm }) => crm)) }
        line()
      }
      if (event.kind === 'play-started') progress.draw(`${done} of ${plays.length}  ${event.play.scenario} · ${event.play.crm}`)
      if (event.kind !== 'play-ended') return
      done++
      const { result } = event
      const count = result.findings.length + result.unmet.length
      const verdict = count === 0 ? paint.good('held   ') : paint.bad(counted(count, 'finding'))
      const row = `  ${result.play.scenario.padEnd(widths.scenario + 2)}  ${result.play.crm.padEnd(widths.crm)}   ${verdict} ${told(count === 0 ? result.highlight : '')}${openIn(result).length > 0 ? `  ${openIn(result).length} not judged` : ''}`
      line(row.trimEnd())
      if (count > 0) blamed.push(result)
      if (openIn(result).length > 0) open.push(result)
      if (wanted ?? plays.length === 1) {
        line()
        for (const text of timeline(result.trace, result.from, paint)) line(text)
      }
      for (const id of show) {
        const entry = result.trace.find((one) => one.kind === 'exchange' && one.exchange.id === id)
        line()
        if (entry?.kind === 'exchange') line(showExchange(entry.exchange, paint))
        else line(`  ${result.play.scenario} · ${result.play.crm} has no exchange #${id}.`)
      }
    },
    end(summary) {
      for (const result of blamed) for (const text of blame(result, summary.rules, command, paint)) line(text)
      for (const result of open) for (const text of leftOpen(result, paint)) line(text)
      line()
      line(`  ${summaryLine(summary, paint)}`)
      line()
    },
  }
}

const told = (text: string): string => oneLine(scrub(text))

/** All that is wrong with one play. */
function blame({ play, findings, unmet, output = [], from }: PlayResult, rules: readonly Rule[], command: string, paint: Paint): string[] {
  const shown = (exchanges: readonly number[]) =>
    exchanges.length === 0
      ? []
      : [
          `    exchanges  ${exchanges
            .slice(0, 12)
            .map((id) => `#${id}`)
            .join(', ')}${exchanges.length > 12 ? ' …' : ''}      ${paint.dim(`${command} ${namedToRepeat(play)} --crm ${play.crm} --show ${exchanges[0]}`)}`,
        ]
  const ofRules = findings.flatMap((finding) => {
    const rule = rules.find(({ id }) => id === finding.rule)
    const name = rule?.source.rules.join(', ') || finding.rule
    return [
      '',
      `  ${paint.bad(name)}  ${rule?.says ?? finding.rule}`,
      `    expected   ${told(finding.expected)}`,
      `    happened   ${told(finding.happened)}`,
      `    when       ${timeOfDay(finding.at)}, ${sinceStart(finding.at - from)} into the play`,
      ...shown(finding.exchanges),
      `    rule       ${finding.rule}`,
      ...(rule ? [`    source     ${rule.source.document} (${rule.source.grade})`] : []),
    ]
  })
  const ofScenario = unmet.flatMap((one) => [
    '',
    `  ${paint.bad('expect')}  The scenario expects otherwise.`,
    `    expected   ${told(one.expected)}`,
    `    happened   ${told(one.happened)}`,
    ...shown(one.exchanges),
    `    source     ${shownPath(play.file)}${one.line === undefined ? '' : `:${one.line}`}`,
  ])
  const printed = printedIn({ output: output.slice(-PRINTED) })
  const ofProgram = printed.length === 0 ? [] : ['', '    The integration printed', ...printed.map((text) => `      ${paint.dim(text)}`)]
  return ['', `  ${paint.bold(`${play.scenario} · ${play.crm}`)}`, ...ofRules, ...ofScenario, ...ofProgram]
}

/** What could not be judged is said, and is no finding. */
function leftOpen(result: PlayResult, paint: Paint): string[] {
  const { play } = result
  return ['', `  ${paint.bold(`${play.scenario} · ${play.crm}`)}`, ...openIn(result).map((one) => `    ${paint.mark('not judged')} ${told(unjudgedLine(one))}`)]
}

/** `24 plays · 23 held · 1 finding · ...` */
export const summaryLine = ({ plays, held, findings, unjudged = 0, simulatedMs, wallMs, seed, traceHash }: Summary, paint: Paint = plain): string =>
  [
    counted(plays, 'play'),
    held === plays ? paint.good(`${held} held`) : `${held} held`,
    findings === 0 ? '0 findings' : paint.bad(counted(findings, 'finding')),
    ...(unjudged === 0 ? [] : [`${unjudged} not judged`]),
    `${formatDuration(simulatedMs)} simulated in ${formatDuration(wallMs)}`,
    `seed ${seed}`,
    `trace ${traceHash}`,
  ].join(' · ')

const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length))

/** One line that is drawn over; nothing at all where there is no terminal. */
function progressOn(output: Output, paint: Paint) {
  let drawn = false
  let last = Number.NEGATIVE_INFINITY
  return {
    draw(text: string) {
      if (!output.isTTY || hostElapsed() - last < PROGRESS_EVERY) return
      last = hostElapsed()
      drawn = true
      output.write(`\r\u001b[2K  ${paint.dim(text.slice(0, (output.columns ?? COLUMNS) - 4))}`)
    },
    clear() {
      if (drawn) output.write('\r\u001b[2K')
      drawn = false
    },
  }
}
