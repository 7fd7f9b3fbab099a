import type { DeskView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { now, span } from '../state/time.ts'

/** Requests that wait for an answer: a renewal, a slow CRM. */
export function UnderWay({ waiting }: { waiting: DeskView['underWay'] }) {
  const { hood: w } = words.value
  if (waiting.length === 0) return null
  return (
    <section aria-labelledby="under-way">
      <h3 id="under-way">{w.underWay}</h3>
      <ul class="under-way">
        {waiting.map(({ url, method, since }) => (
          <li key={`${method} ${url} ${since}`}>
            <code>
              {method} {url}
            </code>{' '}
            <span class="tag token">{span(now.value - since)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
