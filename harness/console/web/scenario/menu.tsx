import { useState } from 'preact/hooks'
import { words } from '../i18n/index.ts'
import { desk } from '../state/desk.ts'
import { Button } from '../ui/button.tsx'
import { ScenarioChooser } from './chooser.tsx'
import { SaveDialog } from './save.tsx'

/** Choose a scenario, or keep what was played freely. */
export function ScenarioMenu() {
  const { scenario } = words.value
  const [open, setOpen] = useState<'choose' | 'save'>()
  const close = () => setOpen(undefined)
  return (
    <div class="scenario-menu">
      {!desk.value?.scenario && (
        <Button onPress={() => setOpen('save')} testId="save">
          {scenario.saveShort}
        </Button>
      )}
      <Button kind="primary" icon="scenario" onPress={() => setOpen('choose')} testId="choose">
        {scenario.open}
      </Button>
      {open === 'choose' && <ScenarioChooser onClose={close} />}
      {open === 'save' && <SaveDialog onClose={close} />}
    </div>
  )
}
