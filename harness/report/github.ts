import { unjudgedLine } from '../play/unjudged.ts'
import { type Complaint, complaintsOf, openIn } from './complaints.ts'
import { stepSummary } from './github-summary.ts'
import type { ReporterOptions } from './output.ts'
import { summaryLine } from './pretty.ts'
import type { PlayResult, Reporter } from './reporter.ts'
import { ruleName } from './rule-name.ts'
import { appendReport } from './save.ts'
import { shownPath } from './shown-path.ts'

/**
 * For GitHub Actions: an annotation at the scenario's line for each finding, one for the sum, and a summary of the job where
 * GITHUB_STEP_SUMMARY names its file. Form of the commands: GitHub, "Workflow commands" (documented).
 */
export function github({ output, env = process.env, command }: Pick<ReporterOptions, 'output' | 'env' | 'command'>): Reporter {
  const results: PlayResult[] = []
  return {
    on(event) {
      if (event.kind === 'play-ended') results.push(event.result)
    },
    async end(summary) {
      for (const result of results) {
        for (const complaint of complaintsOf(result, summary.rules)) {
          output.write(
            annotation('error', {
              file: shownPath(result.play.file, env.GITHUB_WORKSPACE),
              line: lineOf(complaint, result),
              title: `${ruleName(complaint, summary.rules)}: ${result.play.scenario} on ${result.play.crm}`,
              message: [complaint.says, `Expected: ${complaint.expected}`, `Happened: ${complaint.happened}`, `Source: ${complaint.source}`].join('\n'),
            }),
          )
        }
      }
      for (const result of results) {
        for (const open of openIn(result)) {
          const title = `Not judged: ${result.play.scenario} on ${result.play.crm}`
          output.write(
            annotation('warning', { file: shownPath(result.play.file, env.GITHUB_WORKSPACE), line: open.line ?? 1, title, message: unjudgedLine(open) }),
          )
        }
      }
      output.write(annotation('notice', { title: 'Rehearsal', message: summaryLine(summary) }))
      if (env.GITHUB_STEP_SUMMARY) await appendReport(env.GITHUB_STEP_SUMMARY, stepSummary(results, summary, command))
    },
  }
}

/** The expectation's own line, else that of the last step before it happened. */
function lineOf({ line, at }: Complaint, { trace }: PlayResult): number {
  const steps = trace.filter((entry) => entry.kind === 'step' && entry.at <= at && entry.line !== undefined)
  const last = steps.at(-1)
  return line ?? (last?.kind === 'step' ? last.line : undefined) ?? 1
}

function annotation(
  level: 'error' | 'warning' | 'notice',
  { message, ...properties }: { file?: string; line?: number; title: string; message: string },
): string {
  const told = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${level} ${told.join(',')}::${escapeData(message)}\n`
}

const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
