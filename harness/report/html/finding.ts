import { html } from 'hono/html'
import type { Rule } from '../../rules/rule.ts'
import { timeOfDay } from '../../rules/words.ts'
import type { Complaint } from '../complaints.ts'
import { ruleName } from '../rule-name.ts'
import { sinceStart } from '../timeline.ts'
import type { Markup } from './markup.ts'
import type { Anchors } from './picture/marks.ts'

export function findingOf(complaint: Complaint, index: number, from: number, rules: readonly Rule[], anchor: Anchors): Markup {
  const { says, expected, happened, at, exchanges, source } = complaint
  const rows = [
    ['Expected', expected],
    ['Happened', happened],
    ['When', `${timeOfDay(at)}, ${sinceStart(at - from)} into the play`],
    ...(exchanges.length > 0 ? [['Exchanges', exchanges.map((id) => exchangeLink(id, anchor))] as const] : []),
    ['Source', source],
  ] as const
  return html`<div class="finding" id="${anchor.finding(index)}" tabindex="-1">
<h4><span class="tag bad">✕ ${ruleName(complaint, rules)}</span> ${says}</h4>
<dl>${rows.map(([term, says]) => html`<dt>${term}</dt><dd>${says}</dd>`)}</dl>
</div>`
}

function exchangeLink(id: number, anchor: Anchors): Markup {
  const target = anchor.exchange(id)
  return target === undefined ? html`#${id} ` : html`<a class="chip" href="#${target}">#${id}</a> `
}
