import type { FindingView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { timeOfDay } from '../state/time.ts'
import { ExchangeLinks } from './exchange-links.tsx'
import { findingKey } from './fresh.ts'

/** Rules speak English, as in every report. */
export function FindingItem({ finding }: { finding: FindingView }) {
  const { findings } = words.value
  return (
    <article class="finding">
      <h4>
        <span class="tag">{finding.rules.length > 0 ? finding.rules.join(' ') : finding.rule}</span> <span lang="en">{finding.says}</span>
      </h4>
      <dl>
        <dt>{findings.expected}</dt>
        <dd lang="en">{finding.expected}</dd>
        <dt>{findings.happened}</dt>
        <dd lang="en">{finding.happened}</dd>
        <dt>{findings.exchanges}</dt>
        <dd>
          {timeOfDay(finding.at)} <ExchangeLinks ids={finding.exchanges} />
        </dd>
      </dl>
    </article>
  )
}

export const FindingList = ({ all }: { all: readonly FindingView[] }) =>
  all.length === 0 ? (
    <p class="faint">{words.value.findings.none}</p>
  ) : (
    <div class="findings-list">
      {all.map((finding) => (
        <FindingItem key={findingKey(finding)} finding={finding} />
      ))}
    </div>
  )
