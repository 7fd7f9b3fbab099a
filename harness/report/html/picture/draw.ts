import { html } from 'hono/html'
import type { Markup } from '../markup.ts'
import { type Placed, ROW } from './layout.ts'
import type { Mark } from './marks.ts'

/** A mark, its words and a place to click that is large enough; a link where the page tells more. */
export function drawMark({ mark, x: plotX, y, length, text, words, span }: Placed, left: number): Markup {
  const x = round(left + plotX)
  const classes = `mark ${mark.shape}${mark.blamed ? ' blamed' : ''}`
  const textX = words === 'before' ? x - 10 : words === 'inside' ? x + 8 : round(x + length + (length > 0 ? 6 : 10))
  const body = html`${length > 0 ? html`<rect class="bar" x="${x}" y="${y - 8}" width="${round(length)}" height="16" rx="3"/>` : SHAPES[mark.shape](x, y)}${
    text === '' ? '' : html`<text x="${textX}" y="${y + 4}"${words === 'before' ? html` text-anchor="end"` : ''}>${text}</text>`
  }`
  if (mark.target === undefined || text === '') return html`<g class="${classes}"><title>${mark.title}</title>${body}</g>`
  const target = html`<rect class="target" x="${round(left + span.from)}" y="${y - ROW / 2}" width="${round(span.until - span.from)}" height="${ROW}" rx="4"/>`
  return html`<a class="${classes}" href="#${mark.target}" aria-label="${mark.title}"><title>${mark.title}</title>${target}${body}</a>`
}

/** Told apart by shape; colour only repeats it. */
const SHAPES: Record<Mark['shape'], (x: number, y: number) => Markup> = {
  step: (x, y) => html`<circle cx="${x}" cy="${y}" r="4.5"/>`,
  notice: (x, y) => html`<circle cx="${x}" cy="${y}" r="3"/>`,
  trigger: (x, y) => html`<path d="M${x} ${y - 7}l7 7l-7 7l-7-7z"/>`,
  read: (x, y) => html`<circle class="hollow" cx="${x}" cy="${y}" r="4.5"/>`,
  write: (x, y) => html`<rect x="${x - 5}" y="${y - 5}" width="10" height="10" rx="1"/>`,
  failed: (x, y) => html`<path class="stroke" d="M${x - 5} ${y - 5}l10 10m0-10l-10 10"/>`,
  finding: (x, y) => html`<path d="M${x} ${y - 8}h9l-3 4l3 4h-9z"/><path class="stroke" d="M${x} ${y - 8}v16"/>`,
}

/** The same shapes, for the legend. */
export const shapeOf = (shape: Mark['shape']): Markup =>
  html`<svg class="key" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><g class="mark ${shape}">${SHAPES[shape](10, 10)}</g></svg>`

const round = (value: number): number => Math.round(value * 10) / 10
