import { useEffect, useState } from 'preact/hooks'
import type { ScenarioRow } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { desk, send } from '../state/desk.ts'
import { ask } from '../state/server.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/fields.tsx'

const fits = (row: ScenarioRow, wanted: string) =>
  [row.id, row.title, row.story ?? '', ...row.rules].join(' ').toLowerCase().includes(wanted.trim().toLowerCase())

export function ScenarioChooser({ onClose }: { onClose(): void }) {
  const { scenario, crm } = words.value
  const [rows, setRows] = useState<readonly ScenarioRow[]>()
  const [wanted, setWanted] = useState('')
  useEffect(() => {
    ask<{ scenarios: ScenarioRow[] }>('/_sim/desk/scenarios').then((answer) => setRows(answer?.scenarios ?? []))
  }, [])

  const shown = (rows ?? []).filter((row) => fits(row, wanted))
  const folders = [...new Set(shown.map(({ id }) => id.slice(0, id.indexOf('/'))))]
  const play = (row: ScenarioRow) => {
    const mine = desk.value?.crm ?? 'dynamics'
    const on = row.crm.includes(mine) ? mine : row.crm[0]
    onClose()
    send({ do: 'scenario.chooses', id: row.id, ...(on ? { crm: on } : {}) })
  }
  return (
    <Dialog title={scenario.choose} onClose={onClose} wide>
      <TextField label={scenario.find} value={wanted} onValue={setWanted} name="find" />
      <div class="scenarios">
        {rows && shown.length === 0 && <p class="faint">{scenario.none}</p>}
        {folders.map((folder) => (
          <section key={folder} aria-label={folder}>
            <h3 class="folder">{folder}</h3>
            <ul class="scenario-rows">
              {shown
                .filter(({ id }) => id.startsWith(`${folder}/`))
                .map((row) => (
                  <li key={row.id} class="scenario-row">
                    <div lang="en">
                      <p class="strong">{row.title}</p>
                      {row.story && <p class="faint">{row.story}</p>}
                    </div>
                    <p class="faint scenario-facts">
                      <span>{scenario.steps(row.steps)}</span>
                      <span>{row.crm.map((name) => crm.names[name]).join(', ')}</span>
                      {row.rules.length > 0 && <span>{row.rules.join(' ')}</span>}
                    </p>
                    <Button small onPress={() => play(row)} label={`${scenario.play}: ${row.title}`}>
                      {scenario.play}
                    </Button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
