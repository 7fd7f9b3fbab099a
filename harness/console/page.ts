import { html, raw } from 'hono/html'
import type { Worlds } from '../../mocks/core/world.ts'
import { version } from '../version.ts'

const STYLE = raw(`
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e6e9ee); --faint: light-dark(#5c6878, #9aa5b4); --line: light-dark(#d8dee6, #333c48); --paper: light-dark(#fff, #14181e); --mark: light-dark(#0b5cad, #7ab8ff) }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem; margin: 3rem auto; padding: 0 1.25rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.05rem; margin: 2.2rem 0 .5rem }
p { margin: .3rem 0 } .faint { color: var(--faint) } a { color: var(--mark) }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .5rem 1rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top } th { font-weight: 600 }
pre { font: .85rem/1.5 ui-monospace, monospace; border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow-x: auto; margin: .5rem 0 } code { font: .9em ui-monospace, monospace }
`)

/** What runs, where, and what to try: readable before anything else is loaded, because there is nothing else. */
export function page(worlds: Worlds, where: { console: string; urls: Readonly<Record<string, string>> }) {
  const { baseline, mocks } = worlds
  const { now, scale, kind } = baseline.clock.state()
  const speed = kind === 'virtual' ? 'virtual time' : scale === 0 ? 'frozen' : `×${scale}`
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rehearsal</title>
<style>${STYLE}</style>
<h1>Rehearsal <span class="faint">${version}</span></h1>
<p class="faint">World ${baseline.id} · random seed ${baseline.seed} · clock ${now} (${speed}) · ${baseline.journal.all().length} exchanges so far</p>

<h2>What runs</h2>
<table>
<tr><th>System<th>URL<th>Holds
${mocks.map((mock) => html`<tr><td>${mock.title}<td><code>${where.urls[mock.name] ?? baseline.origins[mock.name]?.[0] ?? ''}</code><td>${mock.census?.(baseline) ?? ''}\n`)}
</table>

<h2>Try</h2>
${mocks.map((mock) => {
  const lines = mock.tries?.(baseline, where.urls[mock.name] ?? '', where.urls) ?? []
  return lines.length === 0 ? '' : html`<p>${mock.title}</p><pre>${lines.join('\n')}</pre>`
})}

<h2>Steer</h2>
<p>Move the clock:</p>
<pre>curl -s ${where.console}/_sim/clock -d '{"advance":"2h"}'</pre>
<p>Make the next write fail:</p>
<pre>curl -s ${where.console}/_sim/faults -d '{"when":{"method":"POST"},"times":1,"effect":{"kind":"refuse","status":503}}'</pre>
<p>See what happened: <a href="/_sim/journal">journal</a>, <a href="/_sim/worlds">Worlds</a>, <a href="/_sim/clock">clock</a>, <a href="/_sim/faults">faults</a>, <a href="/_sim/health">health</a>.</p>
<p class="faint">Every test can have a World of its own: put <code>/w/NAME</code> before a path, and it is there.</p>
</html>
`
}
