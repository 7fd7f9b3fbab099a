/** Colour says the same as the words, never more; every pair of colours has a contrast of 4.5 or better, in both themes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1c2430, #e6e9ee); --faint: light-dark(#566273, #9fabba); --line: light-dark(#d8dee6, #323b47);
  --paper: light-dark(#ffffff, #14181e); --panel: light-dark(#f5f7fa, #1a2028); --mark: light-dark(#0b5cad, #7ab8ff);
  --good: light-dark(#1a6b3c, #7fd6a0); --good-soft: light-dark(#e3f3e9, #17301f);
  --bad: light-dark(#b3182c, #ff9aa2); --bad-soft: light-dark(#fdecee, #3a1a20);
  --due: light-dark(#7a4b00, #f0be62); --token: light-dark(#6a3fb5, #c3a6ff); --token-soft: light-dark(#e9dffb, #2f2547);
}
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 1176px }
h1, h2, h3, h4, p { margin: 0 }
h1 { font-size: 1.75rem; line-height: 1.25 } h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem } h2.all { margin-top: 3.5rem }
h3 { font-size: 1.1rem; display: flex; flex-wrap: wrap; gap: .35rem .75rem; align-items: baseline } h3 .faint { font-weight: 400; font-size: .95rem } h4 { font-size: .95rem; margin: 1.25rem 0 .35rem }
.brand { color: var(--faint); font-weight: 600; letter-spacing: .02em } .faint { color: var(--faint) } .bad { color: var(--bad) } .good { color: var(--good) }
a { color: var(--mark); text-underline-offset: .15em } code, pre { font-family: ui-monospace, monospace; font-size: .85em } code { color: var(--faint) }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; border-radius: 3px }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.verdict { font-size: 1.5rem; font-weight: 600; margin: 1.5rem 0 .5rem }
.share { display: block; width: 100%; height: 10px; border-radius: 5px; margin: 0 0 .75rem } .share .good { fill: var(--good) } .share .bad { fill: var(--bad) }
.columns { display: grid; grid-template-columns: minmax(18rem, 1fr) minmax(0, 2fr); gap: 0 3rem } @media (max-width: 50rem) { .columns { grid-template-columns: minmax(0, 1fr) } }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .45rem 1rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere }
thead th { font-size: .85rem; color: var(--faint); font-weight: 600 } tbody th { font-weight: 500 } thead th { white-space: nowrap } th.count, td.count { text-align: right; width: 1%; font-variant-numeric: tabular-nums } th:last-child, td:last-child { padding-right: 0 }
.columns th[scope=row] { overflow-wrap: normal; min-width: 6.5rem } .columns p { margin-top: .5rem }
.plays th[scope=row] { width: 40% } .plays td:nth-child(2), .plays td:nth-child(3) { white-space: nowrap } .plays a { font-weight: 600 }
.tag { display: inline-block; font-size: .85rem; font-weight: 600; white-space: nowrap; padding: .05rem .5rem; border-radius: 4px } .tag.good { background: var(--good-soft) } .tag.bad { background: var(--bad-soft) }
.filter { border: 0; margin: 0 0 .5rem; padding: 0; display: flex; gap: 1.25rem } .filter label { display: flex; gap: .4rem; align-items: center; min-height: 24px } .filter input { width: 1.1rem; height: 1.1rem; accent-color: var(--mark) }
body:has(#show-findings:checked) :is(tr, section).held { display: none }
.legend { list-style: none; padding: 0; margin: .75rem 0 0; display: flex; flex-wrap: wrap; gap: .4rem 1.5rem } .legend li { display: flex; align-items: center; gap: .35rem }
.play { content-visibility: auto; contain-intrinsic-size: auto 60rem; border-top: 2px solid var(--line); padding: 1.75rem 0 2rem; scroll-margin-top: 1rem } .play.blamed { border-top-color: var(--bad) } .play + .play { margin-top: .5rem }
.finding { border-left: 4px solid var(--bad); background: var(--bad-soft); border-radius: 0 6px 6px 0; padding: .75rem 1rem; margin: .9rem 0; scroll-margin-top: 1rem } .finding .tag { background: none; padding-left: 0; font-size: inherit } .finding .faint { color: var(--ink) }
.open { border-left: 4px solid var(--due); background: var(--panel); border-radius: 0 6px 6px 0; padding: .6rem 1rem; margin: .9rem 0; overflow-wrap: anywhere } .open .tag { color: var(--due); padding-left: 0; font-size: 1em }
.finding h4 { margin: 0 0 .35rem; font-size: 1rem } .finding:target, pre:target { outline: 3px solid var(--mark); outline-offset: 2px }
dl { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .15rem .75rem; margin: 0; font-size: .95rem } dt { font-weight: 600 } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line }
.chip { display: inline-block; margin-left: -.3rem; min-width: 24px; min-height: 24px; padding: 0 .3rem; color: inherit; font-weight: 600 }
details { border-bottom: 1px solid var(--line) } summary { cursor: pointer; padding: .4rem 0; min-height: 24px } summary::marker { color: var(--faint) }
.number { font-variant-numeric: tabular-nums; font-weight: 600 } .meaning { font-weight: 600 } .record .meaning { font-weight: 600 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel); border-radius: 6px; padding: .75rem 1rem; margin: .25rem 0 .75rem; line-height: 1.5; scroll-margin-top: 3rem }
.fields { font-size: .9rem; margin: 0 0 .75rem; table-layout: fixed } .fields th:first-child { width: 24% } .fields th:last-child, .fields td:last-child { width: 6rem } .fields td { white-space: pre-line } .own { border: 0; font-size: .95rem } .words { margin-bottom: .5rem }
.picture { overflow-x: auto; margin: 1rem 0 .25rem; border: 1px solid var(--line); border-radius: 8px } .picture svg { display: block }
svg text { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; font: 11px/1 system-ui, sans-serif; fill: var(--ink) }
.lane > rect { fill: var(--paper) } .lane.even > rect { fill: var(--panel) } .lane text { font-weight: 600; font-size: 12px } .lane .system { font-weight: 400; font-size: 10.5px; fill: var(--faint) } .lane.findings > rect { fill: var(--bad-soft) }
.break rect { fill: url(#idle) } #idle path { stroke: var(--faint); stroke-width: 1; opacity: .55 } .span { stroke-width: 3; stroke: var(--mark); opacity: .55 } .span.agent { stroke: var(--due); stroke-dasharray: 3 3 } .break text { text-anchor: middle; font-size: 10px; fill: var(--faint); font-style: italic }
.time line { stroke: var(--line); stroke-width: 1 } .time text { text-anchor: middle; fill: var(--faint); font-variant-numeric: tabular-nums }
.mark { fill: var(--ink) } .mark .stroke { fill: none; stroke: var(--bad); stroke-width: 2.5; stroke-linecap: round } .mark .hollow { fill: var(--paper); stroke: var(--mark); stroke-width: 2 }
.mark.write > rect:not(.target):not(.bar) { fill: var(--mark) } .mark.trigger path { fill: var(--due) } .mark.trigger text { fill: var(--due); font-weight: 600 } .mark.notice circle { fill: var(--faint) } .mark.notice text { fill: var(--faint) }
.lane text, .time text, .break text, .bar + text { stroke: none } .mark.finding path:not(.stroke) { fill: var(--bad) } .mark.failed text, .mark.blamed text { fill: var(--bad); font-weight: 600 } .blame { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 4 4 }
.mark .bar { fill: var(--token-soft); stroke: var(--token); stroke-width: 1 } .mark.failed .bar, .mark.blamed .bar { fill: var(--bad-soft); stroke: var(--bad) } a.mark .target { fill: var(--panel) } a.mark text { stroke: none } a.mark.finding .target { fill: var(--bad-soft) }
a.mark text { text-decoration: underline; text-underline-offset: 2px } a.mark:hover .target { fill: var(--line) } a.mark:focus-visible { outline: none } a.mark:focus-visible .target { fill: none; stroke: var(--mark); stroke-width: 2 }
.key { flex: none }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem }
@media (max-width: 40rem) { body { padding: 1.25rem 1rem 3rem } .plays thead { display: none } .plays tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0 } .plays :is(th, td) { display: block; border: 0; padding: .1rem 0; width: auto } .plays th[scope=row] { width: auto } dl { grid-template-columns: 1fr } dd { margin-bottom: .35rem } }
@media print {
  :root { color-scheme: light } body { max-width: none; padding: 0; font-size: 11pt } .filter, .words, .exchange:not([open]), h4:has(+ .exchange):not(:has(~ .exchange[open])) { display: none }
  .play { break-before: page; border: 0 } .picture { overflow: visible; border: 0 } .picture svg { width: 100%; height: auto } .finding, tr, .record { break-inside: avoid } a { color: inherit; text-decoration: none }
}
`
