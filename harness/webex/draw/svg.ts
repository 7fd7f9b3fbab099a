import { own } from '../../../mocks/core/own.ts'
import { groupBy } from '../../rules/group.ts'
import type { Activity, Flow, Link, Process } from '../format.ts'
import { promptsOf } from '../properties.ts'
import type { FlowRemark } from '../validate/index.ts'
import { readingsOf, setsOf } from '../validate/reading.ts'
import type { Edge } from './layers.ts'
import { BOX, type Layout, layOut, type Point } from './layout.ts'

/** The way that a call took: names of activities, and links as `from on`. */
export interface Taken {
  activities: ReadonlySet<string>
  links: ReadonlySet<string>
}

export interface Drawn {
  remarks?: readonly FlowRemark[]
  taken?: Taken
  /** Under the title: whose run it was. */
  subtitle?: string
}

const MARGIN = 32
const HEAD = 64
/** What a character of 12 px is wide, generously. */
const CHARACTER = 6.9
const BETWEEN = 72

/** A flow as a picture: the main flow above, event flows below; what a call came by in strong colour, activities with a remark with their number. */
export function drawFlow(flow: Flow, { remarks = [], taken, subtitle }: Drawn = {}): string {
  const parts = [
    { title: 'Main flow', process: flow.main },
    { title: 'Event flows', process: flow.events },
  ].filter(({ process }) => process.activities.size > 0)
  let top = HEAD
  const drawn = parts.map(({ title, process }) => {
    const layout = layoutOf(process)
    const at = top
    top += layout.height + BETWEEN
    return { title, process, layout, at }
  })
  const wide = Math.max(640, ...drawn.map(({ layout }) => layout.width)) + 2 * MARGIN
  const lines = remarkLines(remarks, Math.floor((wide - 2 * MARGIN) / CHARACTER))
  const under = lines.length > 0 ? lines.length * 18 + 24 : 0
  const high = top - BETWEEN + under + 2 * MARGIN
  const body = drawn.map(({ title, process, layout, at }) => section(title, process, layout, at, remarks, taken))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(wide)}" height="${round(high)}" viewBox="0 0 ${round(wide)} ${round(high)}" role="img" aria-labelledby="flow-title">
<title id="flow-title">${escaped(flow.name)}</title>
<style>${STYLE}</style>
<defs>${['plain', 'error', 'taken'].map(arrow).join('')}</defs>
<rect class="paper" width="100%" height="100%"/>
<text class="head" x="${MARGIN}" y="34">${escaped(flow.name)}</text>
<text class="sub" x="${MARGIN}" y="54">${escaped(subtitle ?? flow.description)}</text>
${body.join('\n')}
${lines.length > 0 ? legend(lines, high - under) : ''}
</svg>
`
}

/** All links between two activities as one line. */
interface Line extends Edge {
  outcomes: readonly string[]
}

function layoutOf({ activities, links }: Process): Layout<Line> {
  const all = [...activities.values()]
  const starts = all.filter(({ group }) => group === 'start' || group === 'event').map(({ id }) => id)
  const drawable = links.filter(({ from, to }) => activities.has(from) && activities.has(to))
  const lines = [...groupBy(drawable, ({ from, to }) => `${from} ${to}`).values()].map((group) => {
    const [{ from, to }] = group as [Link]
    return { from, to, outcomes: group.map(({ on }) => on) }
  })
  return layOut(
    all.map(({ id }) => id),
    lines,
    starts,
  )
}

const UNSAID = ['out', 'default']
const TROUBLE = ['error', 'failure', 'invalid', 'timeout']

function section(title: string, { activities }: Process, layout: Layout<Line>, top: number, remarks: readonly FlowRemark[], taken: Taken | undefined): string {
  const name = (id: string) => activities.get(id)?.name ?? ''
  const followed = ({ from }: Line, on: string) => taken?.links.has(`${name(from)} ${on}`) ?? false
  const went = (line: Line) => line.outcomes.some((on) => followed(line, on))
  // What was taken is drawn last, above the rest.
  const lines = [...layout.lines].sort((a, b) => Number(went(a.edge)) - Number(went(b.edge)))
  const drawnLines = lines.map(({ edge, points }) => {
    const kind = went(edge) ? 'taken' : edge.outcomes.every((on) => TROUBLE.includes(on)) ? 'error' : 'plain'
    return `<path class="line ${kind}" d="${curve(points)}" marker-end="url(#${kind})"/>`
  })
  const labels = lines.flatMap(({ edge, points }) => {
    // An error that goes the usual way needs no word.
    const said = edge.outcomes.some((on) => UNSAID.includes(on)) ? [] : edge.outcomes
    if (said.length === 0) return []
    const [from, to] = points as [Point, Point]
    // Words of the leftmost line go to the left and those of the others to the right, so that none hides another's.
    const beside = layout.lines.filter((other) => other.edge.from === edge.from)
    const behind = beside.filter(({ points: [other] }) => other !== undefined && other.x > from.x).length
    const before = beside.length > 1 && behind === beside.length - 1
    const row = before || to.y < from.y ? 0 : behind
    return [
      `<text class="${before ? 'label before' : 'label'}" x="${round(from.x + (before ? -3 : 4))}" y="${round(from.y + Math.sign(to.y - from.y) * (13 + row * 11) + 3)}">${said.map((on) => (followed(edge, on) ? `<tspan class="strong">${escaped(on)}</tspan>` : escaped(on))).join(', ')}</text>`,
    ]
  })
  const boxes = [...activities.values()].map((activity) => box(activity, layout.boxes.get(activity.id) as Point, remarks, taken))
  return `<g transform="translate(${MARGIN} ${top + MARGIN})"><text class="part" x="0" y="-14">${title}</text>
${drawnLines.join('\n')}
${labels.join('\n')}
${boxes.join('\n')}
</g>`
}

function box(activity: Activity, { x, y }: Point, remarks: readonly FlowRemark[], taken: Taken | undefined): string {
  const numbers = remarks.flatMap((remark, i) => (remark.activity === activity.name ? [{ number: i + 1, bad: remark.severity === 'error' }] : []))
  const been = taken === undefined ? '' : taken.activities.has(activity.name) ? ' been' : ' aside'
  const badges = numbers.map(
    ({ number, bad }, i) =>
      `<g transform="translate(${BOX.width / 2 - 8 - i * 20} ${-BOX.height / 2})"><circle class="badge ${bad ? 'bad' : 'mild'}" r="9"/><text class="number" y="4">${number}</text></g>`,
  )
  return `<g class="${own(SHAPES, activity.group) ?? 'action'}${been}" transform="translate(${round(x)} ${round(y)})"><title>${escaped(told(activity))}</title><rect class="box" x="${-BOX.width / 2}" y="${-BOX.height / 2}" width="${BOX.width}" height="${BOX.height}" rx="${ROUND.has(activity.group) ? 23 : 6}"/><text class="name" y="-3">${escaped(fitted(activity.name, ROUND.has(activity.group) ? 21 : 23))}</text><text class="type" y="13">${escaped(fitted(detail(activity), 30))}</text>${badges.join('')}</g>`
}

const SHAPES: Readonly<Record<string, string>> = { start: 'begin', event: 'begin', end: 'over', 'terminating-action': 'over', 'enum-gateway': 'choice' }
const ROUND = new Set(['start', 'event', 'end', 'terminating-action'])

const detail = (activity: Activity): string => {
  const { type, group, properties } = activity
  if (type === 'condition-activity') return String(properties.expression ?? type).replaceAll(/^\{\{\s*|\s*\}\}$/g, '')
  if (type === 'set-variable') return `sets ${setsOf(activity).join(', ')}`
  return group === 'start' || group === 'event' ? group : type
}

/** What a pointer that rests on a box reads. */
const told = (activity: Activity): string =>
  [activity.name, activity.description, ...promptsOf(activity).map(({ text }) => text), ...readingsOf(activity).map(({ where, text }) => `${where}: ${text}`)]
    .filter((line, i, all) => line !== '' && all.indexOf(line) === i)
    .join('\n')

/** Remarks by their numbers, broken into lines of `columns` characters. */
function remarkLines(remarks: readonly FlowRemark[], columns: number): { who: string; text: string }[] {
  return remarks.flatMap(({ activity, message }, i) => {
    const [first = '', ...more] = wrapped(message, columns - activity.length - 6)
    return [
      { who: `${i + 1}  ${activity}`, text: first },
      ...more.flatMap((text) => wrapped(text, columns - 6)).map((text) => ({ who: '', text: `      ${text}` })),
    ]
  })
}

const legend = (lines: readonly { who: string; text: string }[], top: number): string =>
  `<g transform="translate(${MARGIN} ${round(top)})">${lines
    .map(
      ({ who, text }, i) =>
        `<text class="remark" xml:space="preserve" y="${i * 18}">${who ? `<tspan class="who">${escaped(who)}</tspan>   ` : ''}${escaped(text)}</text>`,
    )
    .join('')}</g>`

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Through all points, straight up and down at each of them. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points as [Point, ...Point[]]
  let from = first
  const steps = rest.map((to) => {
    const middle = (from.y + to.y) / 2
    const step = `C${round(from.x)} ${round(middle)} ${round(to.x)} ${round(middle)} ${round(to.x)} ${round(to.y)}`
    from = to
    return step
  })
  return `M${round(first.x)} ${round(first.y)}${steps.join('')}`
}

const arrow = (kind: string): string =>
  `<marker id="${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="tip ${kind}" d="M0 0L8 4L0 8z"/></marker>`
const round = (value: number): number => Math.round(value * 10) / 10
const fitted = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
/** Without the characters that no XML may have. */
const escaped = (text: string): string =>
  Array.from(text, (one) => ENTITIES[one] ?? (one < ' ' && !'\t\n\r'.includes(one) ? '' : one))
    .join('')
    .replaceAll(/[\p{Surrogate}\ufffe\uffff]/gu, '')
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const STYLE = `
text{font:12px system-ui,sans-serif;fill:#1f2933;text-anchor:start}
.paper{fill:#fff}.head{font-size:18px;font-weight:600}.sub,.part{fill:#5b6875}.part{font-weight:600}
.box{fill:#f4f7fa;stroke:#8a99a8;stroke-width:1.2}.begin .box{fill:#e3f1e6;stroke:#3f8550}.over .box{fill:#eceef0}.choice .box{fill:#fdf3dc;stroke:#b98a1d}
.name,.type,.number{text-anchor:middle}.name{font-weight:600}.type{font-size:10px;fill:#5b6875}
.been .box{stroke:#0b5cad;stroke-width:2.6}.aside{opacity:.55}
.line{fill:none;stroke:#8a99a8;stroke-width:1.2}.line.error{stroke:#c0a9a0;stroke-dasharray:4 3}.line.taken{stroke:#0b5cad;stroke-width:2.6}
.tip{fill:#8a99a8}.tip.error{fill:#c0a9a0}.tip.taken{fill:#0b5cad}
tspan{font-size:inherit}.label{font-size:10px;fill:#5b6875;paint-order:stroke;stroke:#fff;stroke-width:3px}.label.before{text-anchor:end}.label .strong{fill:#0b5cad;font-weight:600}
.badge.bad{fill:#b3261e}.badge.mild{fill:#8a6d1a}.number{fill:#fff;font-size:10px;font-weight:600}.who{font-weight:600}
`.replaceAll('\n', '')
