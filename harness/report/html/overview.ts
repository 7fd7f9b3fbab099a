import { html } from 'hono/html'
import { formatDuration } from '../../../mocks/core/duration.ts'
import { counted } from '../../../mocks/core/figure.ts'
import type { Rule } from '../../rules/rule.ts'
import { openIn } from '../complaints.ts'
import type { Summary } from '../reporter.ts'
import { ruleName } from '../rule-name.ts'
import { scrub } from '../scrub.ts'
import { playAnchor } from './anchors.ts'
import type { Markup } from './markup.ts'
import { shapeOf } from './picture/draw.ts'
import { crmName, type Judged, verdictOf, worstFirst } from './play.ts'

/** What there is to know at a glance: did it hold, where not, which rules, on which CRM. */
export function overview(plays: readonly Judged[], summary: Summary): Markup {
  const blamed = plays.filter(({ complaints }) => complaints.length > 0)
  const doubtful = plays.filter(({ result }) => openIn(result).length > 0)
  const open = doubtful.reduce((sum, { result }) => sum + openIn(result).length, 0)
  const verdict =
    blamed.length === 0
      ? html`<p class="verdict good">✓ ${plays.length === 1 ? 'The play held.' : `All ${plays.length} plays held.`}</p>`
      : html`<p class="verdict bad">✕ ${counted(summary.findings, 'finding')} in ${blamed.length} of ${counted(plays.length, 'play')}.</p>`
  return html`${verdict}
${bar(summary.held, plays.length)}
${open === 0 ? '' : html`<p>? ${counted(open, 'question')} could not be judged, in ${counted(doubtful.length, 'play')}: neither held nor a finding. ${doubtful.slice(0, 8).map(({ index, result }) => html`<a href="#${playAnchor(index)}">${result.play.scenario} on ${crmName[result.play.crm]}</a> `)}${doubtful.length > 8 ? '…' : ''}</p>`}
<p class="faint">${formatDuration(summary.simulatedMs)} of contact-centre time simulated · seed ${summary.seed} · trace ${summary.traceHash}. The same seed gives the same run.</p>
<div class="columns">
<section aria-labelledby="by-crm"><h2 id="by-crm">By CRM</h2>${byCrm(plays)}</section>
<section aria-labelledby="by-rule"><h2 id="by-rule">By rule</h2>${byRule(plays, summary.rules)}</section>
</div>
<section aria-labelledby="all-plays"><h2 id="all-plays">Plays</h2>${playTable(plays)}</section>
${legend()}`
}

function bar(held: number, plays: number): Markup {
  const share = plays === 0 ? 0 : Math.round((held / plays) * 1000) / 10
  return html`<svg class="share" viewBox="0 0 100 3" preserveAspectRatio="none" role="img" aria-label="${held} of ${plays} held"><rect class="bad" width="100" height="3"/><rect class="good" width="${share}" height="3"/></svg>`
}

function byCrm(plays: readonly Judged[]): Markup {
  const crms = [...new Set(plays.map(({ result }) => result.play.crm))]
  return html`<table><thead><tr><th scope="col">CRM<th scope="col" class="count">Plays<th scope="col" class="count">Held<th scope="col" class="count">Findings</thead><tbody>
${crms.map((crm) => {
  const own = plays.filter(({ result }) => result.play.crm === crm)
  const findings = own.reduce((sum, { complaints }) => sum + complaints.length, 0)
  return html`<tr><th scope="row">${crmName[crm]}<td class="count">${own.length}<td class="count">${own.filter(({ complaints }) => complaints.length === 0).length}<td class="count">${findings === 0 ? '0' : html`<span class="bad">${findings}</span>`}\n`
})}</tbody></table>`
}

function byRule(plays: readonly Judged[], rules: readonly Rule[]): Markup {
  const found = new Map<string, { name: string; says: string; findings: number; plays: Set<Judged> }>()
  for (const play of plays) {
    for (const complaint of play.complaints) {
      const id = complaint.rule ?? ''
      const row = found.get(id) ?? { name: ruleName(complaint, rules), says: complaint.says, findings: 0, plays: new Set() }
      found.set(id, { ...row, findings: row.findings + 1, plays: row.plays.add(play) })
    }
  }
  const quiet = rules.filter(({ id }) => !found.has(id)).length
  const kept = html`<p class="faint">${quiet === rules.length ? `All ${counted(rules.length, 'rule')} that ${rules.length === 1 ? 'watches' : 'watch'} every play held.` : `The other ${counted(quiet, 'rule')} held in every play.`}</p>`
  if (found.size === 0) return kept
  const rows = [...found.values()].sort((a, b) => b.findings - a.findings)
  return html`<table><thead><tr><th scope="col">Rule<th scope="col">What must hold<th scope="col" class="count">Findings<th scope="col" class="count">Plays</thead><tbody>
${rows.map(({ name, says, findings, plays: own }) => html`<tr><th scope="row">${name}<td>${says}<td class="count"><span class="bad">${findings}</span><td class="count">${own.size}\n`)}</tbody></table>${kept}`
}

function playTable(plays: readonly Judged[]): Markup {
  const choices =
    plays.some(({ complaints }) => complaints.length === 0) && plays.some(({ complaints }) => complaints.length > 0)
      ? html`<fieldset class="filter"><legend class="unseen">Which plays to show</legend><label><input type="radio" name="show" id="show-all" checked> All</label><label><input type="radio" name="show" id="show-findings"> With findings</label></fieldset>`
      : ''
  return html`${choices}<table class="plays"><thead><tr><th scope="col">Scenario<th scope="col">CRM<th scope="col">Verdict<th scope="col">In short</thead><tbody>
${worstFirst(plays).map(
  ({ index, result, complaints }) =>
    html`<tr class="${complaints.length === 0 ? 'held' : 'blamed'}"><th scope="row"><a href="#${playAnchor(index)}">${result.play.title}</a><br><code>${result.play.scenario}</code><td>${crmName[result.play.crm]}<td>${verdictOf(complaints.length)}<td>${scrub(complaints[0]?.happened ?? result.highlight)}\n`,
)}</tbody></table>`
}

function legend(): Markup {
  const words = [
    ['step', 'what a person did'],
    ['trigger', 'the contact’s data is due in the CRM'],
    ['read', 'a look-up'],
    ['write', 'a write'],
    ['failed', 'refused, failed or lost'],
    ['finding', 'a finding'],
  ] as const
  return html`<section aria-labelledby="legend"><h2 id="legend">How to read the pictures</h2>
<p>Time runs from left to right, one lane for each party. Times are minutes and seconds since the start of the play. Hatched strips stand for time in which nothing happens, drawn short, with their real length above; bursts are drawn wider. A bar is waiting: renewing a token takes 9 to 15 seconds. A line along a lane is a contact that is there, a dashed one the work after it. Everything underlined leads to its exchange.</p>
<ul class="legend">${words.map(([shape, says]) => html`<li>${shapeOf(shape)} ${says}</li>`)}</ul></section>`
}
