import { useState } from 'preact/hooks'
import type { ContactView, InteractionView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { agent, send } from '../state/desk.ts'
import { commandOf } from '../state/verbs.ts'
import { Button } from '../ui/button.tsx'
import { Choice, TextField } from '../ui/fields.tsx'

/** Searching and creating by hand. */
export function CardTools({ contact, interaction }: { contact: ContactView; interaction: InteractionView }) {
  const { card: w, crm } = words.value
  const [wanted, setWanted] = useState('')
  const [kind, setKind] = useState<'contact' | 'account' | 'case'>('case')
  const [name, setName] = useState('')
  const search = () => {
    const text = wanted.trim()
    const by = text === '' ? {} : text.includes('@') ? { email: text } : { phone: text }
    return send(commandOf('agent.searches', contact, agent.value, by))
  }
  const create = async () => {
    if (
      await send(
        commandOf('agent.creates', contact, agent.value, { record: kind, fields: fieldsOf(kind, name.trim() || interaction.customer.name), pin: true }),
      )
    )
      setName('')
  }
  if (!contact.allowed.some((verb) => verb === 'agent.searches' || verb === 'agent.creates')) return null
  return (
    <div class="card-tools">
      {contact.allowed.includes('agent.searches') && (
        <div class="pair wide-first">
          <TextField label={w.searchFor} value={wanted} onValue={setWanted} onEnter={search} placeholder={interaction.customer.phone} name="search" />
          <div class="field end">
            <Button onPress={search} testId="agent.searches">
              {w.search}
            </Button>
          </div>
        </div>
      )}
      {contact.allowed.includes('agent.creates') && (
        <div class="form">
          <div class="pair">
            <Choice
              label={w.create}
              value={kind}
              onValue={(value) => setKind(value as typeof kind)}
              options={(['case', 'contact', 'account'] as const).map((value) => ({ value, text: crm.kinds[value] }))}
            />
            <TextField label={w.subject} value={name} onValue={setName} onEnter={create} name="subject" />
          </div>
          <div class="buttons">
            <Button icon="pin" onPress={create} testId="agent.creates">
              {w.createPinned}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}

const fieldsOf = (kind: 'contact' | 'account' | 'case', name: string): Record<string, string> => (kind === 'case' ? { title: name } : { name })
