import { useEffect, useState } from 'preact/hooks'
import type { Cast, ContactView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { agent, send } from '../state/desk.ts'
import { keepPending } from '../state/pending.ts'
import { commandOf } from '../state/verbs.ts'
import { Button } from '../ui/button.tsx'
import { TextArea, TextField } from '../ui/fields.tsx'

interface Entered {
  disposition: string
  notes: string
  tags: string
}
const enteredOf = ({ outcome }: ContactView): Entered => ({
  disposition: outcome.dispositionName,
  notes: outcome.dispositionNotes,
  tags: outcome.tags.join(', '),
})
const tagsOf = (text: string): string[] => text.split(',').flatMap((tag) => (tag.trim() ? [tag.trim()] : []))

/** The Outcomes window: disposition, notes and tags. What was entered is saved before the work is finished. */
export function Outcome({ contact, cast }: { contact: ContactView; cast: Cast }) {
  const { desk: w } = words.value
  const [entered, setEntered] = useState(() => enteredOf(contact))
  const stored = enteredOf(contact)
  const known = JSON.stringify(stored)
  // Something else may have changed it: a scenario's step, or the same desk in another window.
  useEffect(() => setEntered(stored), [known])
  const may = contact.allowed.includes('agent.selectsDisposition')
  const changed = may && JSON.stringify(entered) !== known

  const put = (part: Partial<Entered>) => setEntered({ ...entered, ...part })
  const save = () =>
    send(
      commandOf('agent.selectsDisposition', contact, agent.value, {
        ...(entered.disposition.trim() ? { name: entered.disposition.trim() } : {}),
        notes: entered.notes,
        tags: tagsOf(entered.tags),
      }),
    )
  useEffect(() => {
    keepPending(contact.contact, changed ? save : undefined)
    return () => keepPending(contact.contact, undefined)
  })
  if (!may) return <Selected contact={contact} />
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out as a heading is
    <div class="outcome" role="group" aria-label={w.outcome}>
      <p class="outcome-title">
        {w.outcome}
        {contact.dispositionRequired && <span class="tag due">{w.dispositionRequired}</span>}
      </p>
      <TextField
        label={w.disposition}
        name="disposition"
        value={entered.disposition}
        suggestions={cast.dispositions}
        required={contact.dispositionRequired}
        onValue={(disposition) => put({ disposition })}
        onEnter={save}
      />
      <TextArea label={w.notes} name="notes" rows={2} value={entered.notes} onValue={(notes) => put({ notes })} />
      <TextField label={w.tags} hint={w.tagsHint} name="tags" value={entered.tags} suggestions={cast.tags} onValue={(tags) => put({ tags })} onEnter={save} />
      <div class="buttons">
        <Button disabled={!changed} onPress={save} testId="outcome.save">
          {w.save}
        </Button>
      </div>
    </div>
  )
}

/** What was entered, once nothing can be entered any more. */
function Selected({ contact }: { contact: ContactView }) {
  const { desk: w } = words.value
  const { dispositionName, dispositionNotes, tags } = contact.outcome
  if (!dispositionName && !dispositionNotes && tags.length === 0) return null
  return (
    <dl class="selected">
      {dispositionName && (
        <>
          <dt>{w.disposition}</dt>
          <dd>{dispositionName}</dd>
        </>
      )}
      {dispositionNotes && (
        <>
          <dt>{w.notes}</dt>
          <dd>{dispositionNotes}</dd>
        </>
      )}
      {tags.length > 0 && (
        <>
          <dt>{w.tags}</dt>
          <dd>{tags.join(', ')}</dd>
        </>
      )}
    </dl>
  )
}
