import { html } from 'hono/html'
import { formatDuration } from '../../../../mocks/core/duration.ts'
import type { Complaint } from '../../complaints.ts'
import type { PlayResult } from '../../reporter.ts'
import { sinceStart } from '../../timeline.ts'
import type { Markup } from '../markup.ts'
import { axisOf } from './axis.ts'
import { drawMark } from './draw.ts'
import { layOut, type PlacedLane } from './layout.ts'
import { type Anchors, type Lane, type Mark, marksOf } from './marks.ts'
import { type Span, spansOf } from './spans.ts'

const LEFT = 112
const RIGHT = 28
/** Room for the times above the lanes. */
const TOP = 40
const PLOT = { room: 986, most: 2600 }
/** Times on the axis stand at least this far apart, in pixels. */
const BETWEEN_TIMES = 58

/** A play as a picture: who did what, when, from left to right; lanes from the contact down to the CRM, findings below. */
export function picture(result: PlayResult, complaints: readonly Complaint[], anchor: Anchors): Markup {
  const { play, trace, from, until } = result
  const marks = marksOf(trace, complaints, from, anchor)
  const spans = spansOf(trace, until)
  const waits = marks.flatMap(({ at, until }) => (until === undefined ? [] : [[at, until] as const]))
  const axis = axisOf([from, ...marks.flatMap(({ at, until = at }) => [at, until])], waits, PLOT.room, PLOT.most)
  const lanes = layOut(marks, axis, TOP)
  const height = lanes.reduce((sum, lane) => sum + lane.height, TOP)
  const width = round(LEFT + axis.width + RIGHT)
  const x = (at: number) => round(LEFT + axis.x(at))
  const label = `The run of ${play.scenario} on ${play.crm}`
  // biome-ignore format: one element a line
  return html`<div class="picture" role="region" aria-label="${label}, as a picture" tabindex="0">
<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-label="${label}">
${lanes.map((lane, index) => drawLane(lane, index, width, play.crm))}
${lanes.flatMap((lane) => spans.filter((span) => span.lane === lane.lane).map((span) => drawSpan(span, lane, x)))}
${axis.breaks.map(({ from: start, until, x0, x1 }) => html`<g class="break"><rect x="${round(LEFT + (x0 + x1) / 2 - 5)}" y="${TOP}" width="10" height="${height - TOP}"/><text x="${round(LEFT + (x0 + x1) / 2)}" y="${TOP - 6}">${shortly(until - start)}</text></g>`)}
${timesOf(marks, x).map((at) => html`<g class="time"><line x1="${x(at)}" y1="20" x2="${x(at)}" y2="${height}"/><text x="${x(at)}" y="14">${sinceStart(Math.floor((at - from) / 1000) * 1000)}</text></g>`)}
${lanes.flatMap(({ lane, marks: placed }) => (lane === 'findings' ? placed.map(({ x: at, y }) => html`<line class="blame" x1="${round(LEFT + at)}" y1="${TOP}" x2="${round(LEFT + at)}" y2="${y}"/>`) : []))}
${lanes.flatMap(({ marks: placed }) => placed.map((one) => drawMark(one, LEFT)))}
</svg>
</div>`
}

const SYSTEMS: Record<PlayResult['play']['crm'], Partial<Record<Lane, string>>> = {
  dynamics: { identity: 'Entra ID', crm: 'Dynamics 365' },
  zendesk: { identity: 'OAuth', crm: 'Zendesk' },
}
const NAMES: Record<Lane, string> = {
  world: 'World',
  contact: 'Contact',
  agent: 'Agent',
  integration: 'Integration',
  identity: 'Identity',
  crm: 'CRM',
  findings: 'Findings',
}

function drawLane({ lane, top, height }: PlacedLane, index: number, width: number, crm: PlayResult['play']['crm']): Markup {
  const system = SYSTEMS[crm][lane]
  const middle = top + height / 2
  return html`<g class="lane ${lane}${index % 2 === 0 ? ' even' : ''}"><rect x="0" y="${top}" width="${width}" height="${height}"/><text x="10" y="${middle + (system ? -3 : 4)}">${NAMES[lane]}</text>${
    system ? html`<text class="system" x="10" y="${middle + 11}">${system}</text>` : ''
  }</g>`
}

function drawSpan({ lane, from, until, title }: Span, { top, height }: PlacedLane, x: (at: number) => number): Markup {
  const y = top + height - 3
  return html`<line class="span ${lane}" x1="${x(from)}" y1="${y}" x2="${x(until)}" y2="${y}"><title>${title}</title></line>`
}

/** The times worth saying: of what people did, as far as there is room. */
function timesOf(marks: readonly Mark[], x: (at: number) => number): number[] {
  const wanted = marks.filter(({ shape }) => shape === 'step' || shape === 'trigger').map(({ at }) => at)
  let last = Number.NEGATIVE_INFINITY
  return [...new Set(wanted)]
    .sort((a, b) => a - b)
    .filter((at) => {
      if (x(at) - last < BETWEEN_TIMES) return false
      last = x(at)
      return true
    })
}

/** As narrow as a gap is: `24 s`, `1:30 min`, `1 h 29 min`. */
function shortly(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min` : formatDuration(ms)
}
const round = (value: number): number => Math.round(value * 10) / 10
