import type { TimelineView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { hrefOf } from '../state/route.ts'
import { timeOfDay } from '../state/time.ts'

/** Tasks and notes that hang on records. */
export function TimelineList({ timeline }: { timeline: readonly TimelineView[] }) {
  const { crm: w } = words.value
  return (
    <section class="timeline" aria-labelledby="timeline-title">
      <h3 id="timeline-title">{w.timeline}</h3>
      <ul>
        {timeline.map((entry) => (
          <li key={entry.exchange}>
            <p>
              <span class="tag mark">{w.kinds[entry.kind]}</span> <span class="strong">{entry.subject}</span> <span class="faint">{timeOfDay(entry.at)}</span>{' '}
              <a class="chip" href={hrefOf('hood', entry.exchange)} aria-label={w.exchange(entry.exchange)}>
                #{entry.exchange}
              </a>
            </p>
            {entry.text && <p class="timeline-text">{entry.text}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
