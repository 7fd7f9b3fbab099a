import { useState } from 'preact/hooks'
import type { Cast } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { agent, busy, send } from '../state/desk.ts'
import { Button } from '../ui/button.tsx'
import { Choice, TextField } from '../ui/fields.tsx'

const NEW = '\u0000new'

/** Who calls or writes to whom. */
export function StartPanel({ cast, begins, open }: { cast: Cast; begins: readonly string[]; open: boolean }) {
  const { desk: w } = words.value
  const [who, setWho] = useState(cast.contacts[0]?.name ?? NEW)
  const [skill, setSkill] = useState(cast.skills[0]?.name ?? '')
  const [channel, setChannel] = useState(cast.channels[0] ?? '')
  const known = cast.contacts.some(({ name }) => name === who) ? who : (cast.contacts[0]?.name ?? NEW)
  const from = who === NEW ? NEW : known
  const withSkill = skill ? { skill } : {}
  return (
    <details class="start" open={open}>
      <summary>{w.start}</summary>
      <div class="form">
        <div class="pair">
          <Choice
            label={w.customer}
            value={from}
            name="customer"
            onValue={setWho}
            options={[
              ...cast.contacts.map(({ name, inCrm }) => ({ value: name, text: inCrm ? name : `${name} (${w.stranger})` })),
              { value: NEW, text: w.someone },
            ]}
          />
          <Choice label={w.skill} value={skill} name="skill" onValue={setSkill} options={cast.skills.map(({ name }) => ({ value: name, text: name }))} />
        </div>
        {from === NEW ? (
          <Stranger onAdded={setWho} />
        ) : (
          <>
            <div class="buttons">
              <Button
                kind="primary"
                icon="voice"
                disabled={busy.value > 0}
                testId="contact.calls"
                onPress={() => send({ do: 'contact.calls', args: { from, ...withSkill } })}
              >
                {w.calls}
              </Button>
              {begins.includes('agent.dials') && (
                <Button
                  disabled={busy.value > 0}
                  testId="agent.dials"
                  onPress={() => send({ do: 'agent.dials', args: { agent: agent.value, to: from, ...withSkill } })}
                >
                  {w.dials}
                </Button>
              )}
            </div>
            {begins.includes('contact.chats') && (
              <div class="pair">
                <Choice
                  label={w.channel}
                  value={channel}
                  name="channel"
                  onValue={setChannel}
                  options={cast.channels.map((name) => ({ value: name, text: name }))}
                />
                <div class="field end">
                  <Button
                    icon="chat"
                    disabled={busy.value > 0}
                    testId="contact.chats"
                    onPress={() => send({ do: 'contact.chats', args: { from, ...withSkill, ...(channel ? { channel } : {}) } })}
                  >
                    {w.chats}
                  </Button>
                </div>
              </div>
            )}
          </>
        )}
      </div>
    </details>
  )
}

/** Somebody whom the CRM does not know yet. */
function Stranger({ onAdded }: { onAdded(name: string): void }) {
  const { desk: w } = words.value
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [email, setEmail] = useState('')
  const add = async () => {
    const trimmed = name.trim()
    if (trimmed === '') return
    if (await send({ do: 'cast.adds', name: trimmed, ...(phone.trim() ? { phone: phone.trim() } : {}), ...(email.trim() ? { email: email.trim() } : {}) }))
      onAdded(trimmed)
  }
  return (
    <div class="form">
      <TextField label={w.name} value={name} onValue={setName} onEnter={add} name="name" required />
      <div class="pair">
        <TextField label={w.phone} value={phone} onValue={setPhone} onEnter={add} name="phone" />
        <TextField label={w.email} value={email} onValue={setEmail} onEnter={add} name="email" />
      </div>
      <div class="buttons">
        <Button icon="person" disabled={name.trim() === ''} onPress={add} testId="cast.adds">
          {w.add}
        </Button>
      </div>
    </div>
  )
}
