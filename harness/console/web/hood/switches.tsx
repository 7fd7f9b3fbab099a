import { words } from '../i18n/index.ts'
import { desk, send } from '../state/desk.ts'
import { Switch } from '../ui/fields.tsx'
import { Keeping } from './keeping.tsx'
import { UnderWay } from './under-way.tsx'

/** Faults, one switch each, and what keeps the World's state. */
export function Switches() {
  const { hood: w, faults } = words.value
  const view = desk.value
  if (!view) return null
  return (
    <>
      <header class="column-head">
        <h2>{w.faults}</h2>
      </header>
      <p class="faint">{w.faultsHint}</p>
      <div class="fault-switches">
        {view.faults.map((fault) => (
          <Switch
            key={fault.name}
            on={fault.on}
            label={faults[fault.name] ?? fault.name}
            hint={
              <>
                <code>{fault.name}</code>
                {fault.on && ` · ${w.struck(fault.struck)}`}
              </>
            }
            onValue={(on) => send({ do: 'fault.switches', name: fault.name, on })}
          />
        ))}
      </div>
      <UnderWay waiting={view.underWay} />
      <Keeping />
    </>
  )
}
