import { escapeHtml } from '../html.ts'

/** Text that is safe in a page; only `html` and `safe` make it, so data cannot become markup. */
export interface Html {
  readonly markup: string
}
type Part = Html | string | number | null | undefined | readonly Part[]

const markupOf = (part: Part): string => {
  if (part === null || part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return 'markup' in part ? part.markup : part.map(markupOf).join('')
}

/** A template whose values are escaped. */
export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html => ({
  markup: texts.map((text, i) => text + (i < parts.length ? markupOf(parts[i]) : '')).join(''),
})

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1f2937, #e5e9ee); --quiet: light-dark(#5b6672, #9aa6b2); --line: light-dark(#dfe3e8, #323a43); --ground: light-dark(#f5f6f8, #14181c); --card: light-dark(#fff, #1c2227); --note: light-dark(#fff8e6, #2b2618); --link: light-dark(#1f5f99, #8cc1ee); font: 15px/1.55 system-ui, sans-serif }
* { box-sizing: border-box }
body { margin: 0; color: var(--ink); background: var(--ground) }
a { color: var(--link) }
.page { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
header { display: flex; flex-wrap: wrap; gap: .4rem .9rem; align-items: baseline; margin-bottom: 1.5rem }
h1 { flex-basis: 100%; margin: 0; font-size: 1.55rem; line-height: 1.25; overflow-wrap: anywhere }
h2 { margin: 0 0 .7rem; font-size: .8rem; font-weight: 600; color: var(--quiet) }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 19rem; gap: 1.25rem; align-items: start }
@media (max-width: 50rem) { .columns { grid-template-columns: minmax(0, 1fr) } .columns aside { order: -1 } }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.15rem; margin-bottom: 1rem }
.note { background: var(--note) }
.who { display: flex; flex-wrap: wrap; gap: .15rem .6rem; align-items: baseline; margin-bottom: .35rem }
.said { white-space: pre-wrap; overflow-wrap: anywhere }
.quiet, time { color: var(--quiet); font-size: .87rem }
.pill { padding: .05rem .6rem; border-radius: 1rem; font-size: .82rem; font-weight: 600; color: #fff; background: #5b6672 }
.new { background: #8a5a00 } .open { background: #b3262e } .pending { background: #1f5f99 } .hold { background: #3d4650 } .solved { background: #2d6a4f }
dl { margin: 0; display: grid; gap: .55rem }
dt { color: var(--quiet); font-size: .82rem } dd { margin: 0; overflow-wrap: anywhere }
.tag { display: inline-block; margin: .1rem .3rem .1rem 0; padding: 0 .5rem; border: 1px solid var(--line); border-radius: .35rem; font-size: .85rem }
ul { list-style: none; margin: 0; padding: 0 } li { padding: .5rem 0; border-top: 1px solid var(--line) } li:first-child { border-top: 0; padding-top: 0 }
.row { display: flex; flex-wrap: wrap; gap: .2rem .7rem; align-items: baseline }
details summary { cursor: pointer; color: var(--quiet) } details ul { margin-top: .8rem }
`

/** One calm page: nothing in it runs or loads, and every value in it was escaped. */
export const agentPage = (title: string, body: Html): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body><div class="page">
${body.markup}
</div></body>
</html>
`

/** `2026-03-01T08:05:00Z` as `1 Mar 2026, 08:05 UTC`. */
export function moment(at: string): Html {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(at) ?? []
  const name = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(month) - 1]
  return html`<time datetime="${at}">${name ? `${Number(day)} ${name} ${year}, ${time} UTC` : at}</time>`
}

const blank = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
const worded = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).join(', ') : value === true ? 'yes' : value === false ? 'no' : String(value)

/** Names and values; what is empty shows a dash, so that a trainer sees that nothing was filled in. */
export const facts = (pairs: readonly (readonly [string, unknown])[]): Html =>
  html`<dl>${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${isHtml(value) ? value : blank(value) ? '–' : worded(value)}</dd></div>`)}</dl>`

const isHtml = (value: unknown): value is Html =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, 'markup') && Object.keys(value).length === 1

export const card = (title: string, body: Html): Html => html`<section class="card"><h2>${title}</h2>${body}</section>`
export const pill = (status: string): Html => html`<span class="pill ${status}">${status}</span>`
