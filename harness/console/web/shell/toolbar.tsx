import { useState } from 'preact/hooks'
import type { Crm } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { ScenarioMenu } from '../scenario/menu.tsx'
import { desk, send } from '../state/desk.ts'
import { hrefOf } from '../state/route.ts'
import { ClockPanel } from '../time/clock.tsx'
import { TokenPanel } from '../time/token.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Segments } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'

export function Toolbar() {
  const { shell, crm, hood } = words.value
  const [wanted, setWanted] = useState<Crm>()
  const view = desk.value
  if (!view) return null
  const faults = view.faults.filter(({ on }) => on).length
  return (
    <section class="toolbar" aria-label={shell.toolbar}>
      <ClockPanel />
      <TokenPanel />
      <div class="toolbar-end">
        {faults > 0 && (
          <a class="tag bad fault-count" href={hrefOf('hood')} aria-label={hood.faultsOn(faults)} title={hood.faultsOn(faults)}>
            <Icon name="fault" />
            {faults}
          </a>
        )}
        <Segments
          label={crm.title}
          value={view.crm}
          disabled={view.scenario !== undefined}
          options={(['dynamics', 'zendesk'] as const)
            .filter((name) => name === view.crm || view.crms.includes(name))
            .map((name) => ({ value: name, text: crm.names[name] }))}
          onValue={(next) => {
            if (next === view.crm) return
            if (view.interactions.length === 0 && view.findings.length === 0) send({ do: 'crm.chooses', crm: next })
            else setWanted(next)
          }}
        />
        <ScenarioMenu />
      </div>
      {wanted && (
        <Confirm
          title={crm.chooses(crm.names[wanted])}
          says={crm.choosesHint}
          action={crm.begin}
          onYes={() => send({ do: 'crm.chooses', crm: wanted })}
          onNo={() => setWanted(undefined)}
        />
      )}
    </section>
  )
}
