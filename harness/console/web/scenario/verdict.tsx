import type { ScenarioView } from '../../protocol.ts'
import { ExchangeLinks } from '../findings/exchange-links.tsx'
import { words } from '../i18n/index.ts'
import { desk } from '../state/desk.ts'
import { Icon } from '../ui/icon.tsx'

/** How a scenario ended. */
export function VerdictView({ view }: { view: ScenarioView }) {
  const { scenario } = words.value
  if (!view.verdict) return <p class="faint">{scenario.judging}</p>
  const { held, unmet } = view.verdict
  if (held)
    return (
      <p class="verdict good" role="status">
        <Icon name="check" />
        {scenario.held}
      </p>
    )
  return (
    <div class="verdict bad" role="status">
      <p>
        <Icon name="finding" />
        {unmet.length > 0 ? scenario.unmet(unmet.length) : words.value.findings.count(desk.value?.findings.length ?? 0)}
      </p>
      {unmet.length > 0 && (
        <ul class="unmet">
          {unmet.map(({ expected, happened, exchanges }) => (
            <li key={expected + happened} lang="en">
              {scenario.expected}: {expected}. {scenario.happened}: {happened} <ExchangeLinks ids={exchanges} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
