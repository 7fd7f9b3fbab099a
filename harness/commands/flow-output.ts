import { counted } from '../../mocks/core/figure.ts'
import { colourful, paintFor } from '../report/paint.ts'
import type { Flow } from '../webex/format.ts'
import type { FlowRemark } from '../webex/validate/index.ts'
import type { FlowRun } from './flow-run.ts'

/** A flow and what is wrong with it, for people; remarks have the numbers that they have in the picture. */
export function renderRemarks(flow: Flow, remarks: readonly FlowRemark[]): string {
  const paint = paintFor(colourful(process.stdout))
  const size = `${counted(flow.main.activities.size, 'activity', 'activities')}, ${counted(flow.events.activities.size, 'activity', 'activities')} in event flows, ${counted(flow.variables.length, 'variable')}`
  const lines = remarks.flatMap(({ severity, activity, rules, message, mend }, i) => [
    '',
    `  ${String(i + 1).padStart(2)}  ${paint.bold(activity)}  ${severity === 'error' ? paint.bad(severity) : severity}${rules.length > 0 ? `  ${rules.join(', ')}` : ''}`,
    `      ${message}`,
    `      ${paint.dim(mend)}`,
  ])
  const errors = remarks.filter(({ severity }) => severity === 'error').length
  const sum =
    remarks.length === 0 ? paint.good('nothing wrong with the drawing') : `${counted(errors, 'error')} · ${counted(remarks.length - errors, 'warning')}`
  return `${['', `  ${paint.bold(flow.name)}  ${paint.dim(size)}`, ...lines, '', `  ${sum}`].join('\n')}\n`
}

/** The same for programs. Times are ms since the epoch, on the play's clock. */
export function asJson(flow: Flow, remarks: readonly FlowRemark[], run: FlowRun | undefined) {
  return { flow: flow.name, file: flow.file, remarks, ...(run ? { run: runJson(run) } : {}) }
}

function runJson({ result }: FlowRun) {
  const notices = result.trace.flatMap((entry) => (entry.kind === 'notice' ? [{ at: entry.at, notice: entry.notice }] : []))
  return {
    scenario: result.play.scenario,
    title: result.play.title,
    crm: result.play.crm,
    path: notices.flatMap(({ at, notice }) =>
      notice.kind === 'flow' && notice.did === 'left' ? [{ at, process: notice.process, activity: notice.activity, by: notice.by, to: notice.to ?? null }] : [],
    ),
    heard: notices.flatMap(({ at, notice }) =>
      notice.kind === 'flow' && notice.did === 'spoke' ? [{ at, activity: notice.activity, text: notice.text }] : [],
    ),
    popped: notices.flatMap(({ at, notice }) =>
      notice.kind === 'popped' ? [{ at, activity: notice.flow?.activity ?? '', url: notice.url, target: notice.flow?.target ?? '' }] : [],
    ),
    findings: result.findings,
    unmet: result.unmet,
  }
}
