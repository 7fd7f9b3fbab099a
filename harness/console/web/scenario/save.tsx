import { useState } from 'preact/hooks'
import { words } from '../i18n/index.ts'
import { desk } from '../state/desk.ts'
import { pathOf } from '../state/server.ts'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/fields.tsx'

/** What was played freely, as a file. The browser downloads it; its name is the server's. */
export function SaveDialog({ onClose }: { onClose(): void }) {
  const { scenario } = words.value
  const [title, setTitle] = useState(scenario.saveDefault)
  const draft = desk.value?.draft
  return (
    <Dialog
      title={scenario.save}
      onClose={onClose}
      actions={
        draft?.saveable && (
          <a class="button primary" href={pathOf('desk/scenario.yaml', { title: title.trim() || scenario.saveDefault })} download onClick={() => onClose()}>
            {scenario.download}
          </a>
        )
      }
    >
      <p>{draft?.saveable ? scenario.saveHint : scenario.nothingToSave}</p>
      {draft?.saveable && (
        <>
          <TextField label={scenario.saveTitle} value={title} onValue={setTitle} name="title" />
          <p class="faint">{scenario.steps(draft.steps)}</p>
        </>
      )}
    </Dialog>
  )
}
