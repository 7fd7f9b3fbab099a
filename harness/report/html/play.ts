import { html } from 'hono/html'
import { formatDuration } from '../../../mocks/core/duration.ts'
import { counted } from '../../../mocks/core/figure.ts'
import { unjudgedLine } from '../../play/unjudged.ts'
import type { Rule } from '../../rules/rule.ts'
import { type Complaint, complaintsOf, openIn, printedIn } from '../complaints.ts'
import { plain } from '../paint.ts'
import { namedToRepeat } from '../repeat.ts'
import type { PlayResult } from '../reporter.ts'
import { scrub } from '../scrub.ts'
import { timeline } from '../timeline.ts'
import { anchorsOf, playAnchor, shownExchanges } from './anchors.ts'
import { exchangeOf } from './exchange.ts'
import { findingOf } from './finding.ts'
import type { Markup } from './markup.ts'
import { picture } from './picture/picture.ts'
import { recordOf } from './record.ts'

/** Records of one play that are shown. */
const MOST_RECORDS = 30

/** A play of the run, judged: its number gives its elements their ids. */
export interface Judged {
  index: number
  result: PlayResult
  complaints: Complaint[]
}

export const judged = (results: readonly PlayResult[], rules: readonly Rule[]): Judged[] =>
  results.map((result, index) => ({ index, result, complaints: complaintsOf(result, rules) }))

/** Most findings first, else in the order of the run. */
export const worstFirst = (plays: readonly Judged[]): Judged[] => [...plays].sort((a, b) => b.complaints.length - a.complaints.length || a.index - b.index)

export const verdictOf = (findings: number): Markup =>
  findings === 0 ? html`<span class="tag good">✓ held</span>` : html`<span class="tag bad">✕ ${counted(findings, 'finding')}</span>`

export const crmName = { dynamics: 'Dynamics 365', zendesk: 'Zendesk' } as const

export function playSection({ index, result, complaints }: Judged, rules: readonly Rule[], command: string): Markup {
  const { play, from, until, highlight, trace, records = [] } = result
  const { shown, omitted } = shownExchanges(result)
  const anchor = anchorsOf(
    index,
    shown.map(({ exchange }) => exchange),
  )
  const open = openIn(result)
  const printed = printedIn(result)
  const id = playAnchor(index)
  return html`<section class="play ${complaints.length === 0 ? 'held' : 'blamed'}" id="${id}" aria-labelledby="${id}h">
<h3 id="${id}h">${play.title} <span class="faint">${crmName[play.crm]}</span> ${verdictOf(complaints.length)}</h3>
<p class="faint"><code>${play.scenario}</code> · ${formatDuration(until - from)} simulated${highlight === '' ? '' : ` · ${scrub(highlight)}`}</p>
${complaints.map((complaint, number) => findingOf(complaint, number, from, rules, anchor))}
${open.map((one) => html`<p class="open"><span class="tag">? Not judged</span> ${unjudgedLine(one)}</p>`)}
${picture(result, complaints, anchor)}
<details class="words"><summary>The run in words</summary><pre>${timeline(trace, from, plain).join('\n')}</pre></details>
${printed.length === 0 ? '' : html`<details class="words"><summary>What the integration printed</summary><pre>${printed.join('\n')}</pre></details>`}
${records.length === 0 ? '' : html`<h4>Records that were written</h4>${records.slice(0, MOST_RECORDS).map((record) => recordOf(record, trace))}${leftOut(records.length - MOST_RECORDS, 'record')}`}
${shown.length === 0 ? '' : html`<h4>Exchanges</h4>${shown.map(({ exchange, interaction }) => exchangeOf(exchange, interaction, anchor.exchange(exchange.id)))}${leftOut(omitted, 'exchange', `${command} ${namedToRepeat(play)} --crm ${play.crm}`)}`}
</section>
`
}

/** `shows`: the command that shows each of them by its number. */
function leftOut(count: number, noun: string, shows?: string): Markup | string {
  if (count <= 0) return ''
  const more = shows ? html`: <code>${shows} --show NUMBER</code> shows each` : ''
  return html`<p class="faint">${counted(count, `more ${noun}`)} left out${more}.</p>`
}
