import type { WithheldView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { timeOfDay } from '../state/time.ts'
import { Icon } from '../ui/icon.tsx'

/** What did not reach a record: said once for each reason, with the fields that it concerns. */
export function WithheldList({ withheld, plain }: { withheld: readonly WithheldView[]; plain?: boolean }) {
  const { crm: w } = words.value
  const groups = new Map<string, WithheldView[]>()
  for (const one of withheld) {
    const key = `${one.contact} ${one.why} ${one.why === 'not-linked' ? one.record : ''}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return (
    <section class={plain ? 'withheld plain' : 'withheld'} aria-label={plain ? w.unwritten : w.withheld}>
      <h3>
        <Icon name="held" />
        {plain ? w.unwritten : w.withheld}
      </h3>
      {[...groups.values()].map((group) => {
        const [one] = group
        if (!one) return null
        const data = [...new Set(group.map((part) => part.data))].join(', ')
        return (
          <div key={`${one.contact} ${one.why} ${one.record}`} class={`withheld-group ${one.why}`}>
            <p>
              <span class="strong">{data}</span> · {one.why === 'not-linked' && <code>{one.record}: </code>}
              {w.why[one.why]} <span class="tag">{one.rule}</span> <span class="faint">{timeOfDay(one.at)}</span>
            </p>
            {group.some(({ value }) => value) && (
              <dl class="selected">
                {group
                  .filter(({ value }) => value)
                  .map((part) => (
                    <div key={`${part.record} ${part.field}`}>
                      <dt>
                        {part.data} <code>{part.field}</code>
                      </dt>
                      <dd>{part.value}</dd>
                    </div>
                  ))}
              </dl>
            )}
          </div>
        )
      })}
    </section>
  )
}
