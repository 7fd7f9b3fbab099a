import { External } from '../desk/external.tsx'
import { words } from '../i18n/index.ts'
import { desk } from '../state/desk.ts'
import { Notices } from './notices.tsx'
import { RecordPanel } from './record.tsx'
import { TimelineList } from './timeline.tsx'
import { WithheldList } from './withheld.tsx'

/** The CRM beside the desk: what the integration touched, wrote and kept back. */
export function CrmColumn() {
  const { crm: w } = words.value
  const view = desk.value
  if (!view) return null
  const page = view.pages[view.crm]
  // What came with the newest memorialization stands out; what was written before it does not any more.
  const newest = Math.max(0, ...view.records.flatMap(({ fields }) => fields.flatMap(({ at, by }) => (by === 'memorialization' && at ? [at] : []))))
  const withheld = view.withheld.filter(({ why }) => why === 'contact-ended-first')
  const others = view.withheld.filter(({ why }) => why !== 'contact-ended-first')
  return (
    <section class="column crm" aria-labelledby="crm-title">
      <header class="column-head">
        <h2 id="crm-title">{w.names[view.crm]}</h2>
        <span class="faint">{view.configuration.name}</span>
        {page && (
          <External url={page} quiet>
            {w.names[view.crm]}
          </External>
        )}
      </header>
      {view.notices.length > 0 && <Notices notices={view.notices} />}
      {withheld.length > 0 && <WithheldList withheld={withheld} />}
      {view.records.length === 0 && <p class="faint nothing">{w.none}</p>}
      {view.records.map((record) => (
        <RecordPanel key={`${record.type} ${record.id}`} record={record} newest={newest} />
      ))}
      {others.length > 0 && <WithheldList withheld={others} plain />}
      {view.timeline.length > 0 && <TimelineList timeline={view.timeline} />}
    </section>
  )
}
