import { html } from 'hono/html'
import { formatDuration } from '../../../mocks/core/duration.ts'
import type { Exchange } from '../../../mocks/core/journal.ts'
import { timeOfDay } from '../../rules/words.ts'
import { showExchange } from '../show-exchange.ts'
import type { Markup } from './markup.ts'
import { isSignIn, meaningOf } from './meaning.ts'

/** One exchange, folded: a line that says what it was for, and inside what went over the wire. */
export function exchangeOf(exchange: Exchange, interaction: string | undefined, anchor: string | undefined): Markup {
  const { id, mock, at, until, request, response } = exchange
  const failed = response.status === 0 || response.status >= 400
  const answer = response.status === 0 ? 'no answer' : String(response.status)
  // A token is for everybody: that it belongs to no interaction says nothing.
  // The id is inside, so that a link to it unfolds what is around it, without a script.
  return html`<details class="exchange">
<summary><span class="number">#${id}</span> <span class="meaning">${meaningOf(exchange)}</span> <span class="faint">${mock} · ${request.method}</span> <span class="${failed ? 'bad' : ''}">${failed ? '✕ ' : ''}${answer}</span> <span class="faint">${timeOfDay(at)}, ${formatDuration(until - at)}${interaction === undefined && !isSignIn(exchange) ? ' · whose it is cannot be known' : ''}</span></summary>
<pre id="${anchor ?? ''}">${showExchange(exchange)}</pre>
</details>`
}
