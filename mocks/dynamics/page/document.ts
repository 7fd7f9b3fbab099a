import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { Reply } from '../../core/index.ts'

export type Markup = ReturnType<typeof html>

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#242424, #ececec); --faint: light-dark(#5f5f5f, #a6a6a6); --line: light-dark(#e1e1e1, #3a3a3a); --paper: light-dark(#fff, #1f1f1f); --ground: light-dark(#f5f5f5, #141414); --mark: light-dark(#115ea3, #7fbcf2); --bar: light-dark(#0b3a66, #0b2d4e); --soft: light-dark(#e6f0fa, #16324c) }
* { box-sizing: border-box } body { margin: 0; font: 14px/1.45 'Segoe UI', system-ui, sans-serif; color: var(--ink); background: var(--ground) }
a { color: var(--mark); text-decoration: none } a:hover { text-decoration: underline } :focus-visible { outline: 2px solid var(--mark); outline-offset: 2px }
nav { background: var(--bar); color: #fff; padding: .6rem 1.5rem } nav a { color: #fff; font-weight: 600 } nav span { opacity: .8 }
main { max-width: 78rem; margin: 0 auto; padding: 1.25rem 1.5rem 3rem }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; margin-bottom: 1.25rem } header > div:not(.facts) { flex: 1 1 20rem; min-width: 0 }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 600; margin: 0; overflow-wrap: anywhere } h2 { font-size: 1rem; font-weight: 600; margin: 0 0 .75rem } p { margin: .2rem 0 } .faint { color: var(--faint) }
.face { width: 3.25rem; height: 3.25rem; border-radius: 50%; background: var(--soft); color: var(--mark); display: grid; place-items: center; font-size: 1.2rem; font-weight: 600; object-fit: cover }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2rem } .facts p { margin: 0 } .facts span { display: block; font-size: .8rem; color: var(--faint) } .state { font-weight: 600 }
.columns { display: grid; gap: 1.25rem; align-items: start; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr) } @media (max-width: 56rem) { .columns { grid-template-columns: minmax(0, 1fr) } }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 1.1rem 1.25rem; margin-bottom: 1.25rem }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .85rem 1.5rem; margin: 0 } dl .wide { grid-column: 1 / -1 } dt, label > span { font-size: .8rem; color: var(--faint); display: flex; gap: .5rem; justify-content: space-between; align-items: baseline }
dd { margin: .1rem 0 0; white-space: pre-line; overflow-wrap: anywhere } code { font: .75rem ui-monospace, monospace; opacity: .75; overflow-wrap: anywhere } dt code, label code { max-width: 50%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
details summary { cursor: pointer; font-weight: 600 } details[open] summary { margin-bottom: .9rem }
ol, ul { list-style: none; margin: 0; padding: 0 } li { padding: .7rem 0; border-top: 1px solid var(--line) } li:first-child { border-top: 0; padding-top: 0 } li p { overflow-wrap: anywhere } .text { white-space: pre-line; max-height: 14rem; overflow: auto } .row { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline } .row > :last-child { flex: none }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .55rem 1rem .55rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere } th { font-weight: 600 } td.number { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums }
label { display: block } input, textarea, select { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 4px; padding: .4rem .5rem; width: 100%; margin-top: .15rem } textarea { min-height: 6rem } .required::after { content: ' *'; color: light-dark(#b10e1c, #ff8a94) }
`

/** Nothing on a page runs, loads or sends. It may be framed: contact-centre desktops show screen pops in a frame. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src data:; base-uri 'none'; form-action 'none'`

/** One page of the organisation. Nothing in `content` is markup but what `html` made. */
export function page(title: string, organization: string, base: string, content: Markup, status = 200): Reply {
  const document = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${raw(STYLE)}</style></head>
<body>
<nav><a href="${base}/main.aspx">Dynamics 365</a> <span>&middot; ${organization} &middot; a stand-in by crm-rehearsal</span></nav>
<main>
${content}
</main>
</body>
</html>
`
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body: String(document),
  }
}
