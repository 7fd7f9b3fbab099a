import { html, raw } from 'hono/html'

const STYLE = raw(`
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e6e9ee); --edge: light-dark(#7a8699, #7d8898); --paper: light-dark(#fff, #14181e); --mark: light-dark(#0b5cad, #7ab8ff); --bad: light-dark(#a8161f, #ff9ba0) }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 26rem; margin: 15vh auto; padding: 0 1.25rem }
h1 { font-size: 1.6rem; margin: 0 } label { display: block; font-weight: 600; margin-top: 1.5rem }
input, button { font: inherit; box-sizing: border-box; width: 100%; padding: .5rem .75rem; margin-top: .5rem; border: 1px solid var(--edge); border-radius: 6px; color: inherit; background: inherit }
button { color: var(--paper); background: var(--mark); border-color: var(--mark); font-weight: 600; cursor: pointer } .bad { color: var(--bad); font-weight: 600 }
`)

/** What a browser is shown that comes to a console on the network without its token, by a trainer's link as a rule: it asks for it, and leads to the same World. */
export const door = (query: URLSearchParams) => html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rehearsal</title>
<style>${STYLE}</style>
<main>
<h1>Rehearsal</h1>
<p>This console is open to the network, so it wants its token: the one that <code>rehearsal up</code> printed.</p>
<form action="/" method="get">
${query.has('token') ? html`<p class="bad" role="alert">That is not this console's token.</p>` : ''}
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="off" required autofocus>
${query.has('world') ? html`<input type="hidden" name="world" value="${query.get('world') ?? ''}">` : ''}
<button>Come in</button>
</form>
</main>
</html>
`

export const DOOR_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
