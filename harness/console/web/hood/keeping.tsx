import { useEffect, useState } from 'preact/hooks'
import { words } from '../i18n/index.ts'
import { desk, send } from '../state/desk.ts'
import { ask, pathOf } from '../state/server.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { TextField } from '../ui/fields.tsx'

interface Snapshot {
  name: string
  takenAt: string
}

/** Reset, snapshots and a clear desk. */
export function Keeping() {
  const { hood: w } = words.value
  const [snapshots, setSnapshots] = useState<readonly Snapshot[]>([])
  const [name, setName] = useState('')
  const [asked, setAsked] = useState<{ action: string; says: string; act(): unknown }>()
  const refresh = async () => setSnapshots((await ask<{ snapshots: Snapshot[] }>(pathOf('snapshots')))?.snapshots ?? [])
  useEffect(() => {
    refresh()
  }, [desk.value?.world])

  const take = async () => {
    if (await ask(pathOf('snapshots'), name.trim() ? { name: name.trim() } : {})) setName('')
    await refresh()
  }
  return (
    <section class="keeping" aria-labelledby="keeping">
      <h3 id="keeping">{w.state}</h3>
      <div class="buttons">
        <Button onPress={() => setAsked({ action: w.reset, says: w.resetHint, act: () => ask(pathOf('reset'), {}) })} testId="reset">
          {w.reset}
        </Button>
        <Button onPress={() => setAsked({ action: w.clearDesk, says: w.clearHint, act: () => send({ do: 'desk.clears' }) })} testId="clear">
          {w.clearDesk}
        </Button>
      </div>
      <h3>{w.snapshots}</h3>
      <TextField label={w.snapshotName} value={name} onValue={setName} onEnter={take} name="snapshot" />
      <div class="buttons">
        <Button onPress={take} testId="snapshot">
          {w.snapshot}
        </Button>
      </div>
      {snapshots.length === 0 ? (
        <p class="faint">{w.noSnapshots}</p>
      ) : (
        <ul class="snapshots">
          {snapshots.map((snapshot) => (
            <li key={snapshot.name}>
              <span>
                <span class="strong">{snapshot.name}</span> <span class="faint">{snapshot.takenAt.slice(11, 19)}</span>
              </span>
              <Button
                small
                label={`${w.restore}: ${snapshot.name}`}
                onPress={() =>
                  setAsked({
                    action: w.restore,
                    says: w.restoreHint,
                    act: () => ask(pathOf(`snapshots/${encodeURIComponent(snapshot.name)}/restore`), {}),
                  })
                }
                testId="restore"
              >
                {w.restore}
              </Button>
              <Button
                small
                kind="quiet"
                icon="close"
                label={`${w.remove}: ${snapshot.name}`}
                onPress={async () => {
                  await ask(pathOf(`snapshots/${encodeURIComponent(snapshot.name)}`), undefined, 'DELETE')
                  await refresh()
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {asked && <Confirm title={w.sure(asked.action)} says={asked.says} action={asked.action} onYes={asked.act} onNo={() => setAsked(undefined)} />}
    </section>
  )
}
