import { useEffect, useRef, useState } from 'preact/hooks'
import type { InteractionView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { agent, send } from '../state/desk.ts'
import { timeOfDay } from '../state/time.ts'
import { commandOf } from '../state/verbs.ts'
import { Button } from '../ui/button.tsx'
import { Segments, TextField } from '../ui/fields.tsx'

const AS = { agent: 'agent.says', contact: 'contact.says', note: 'agent.notes' } as const
type Writer = keyof typeof AS

/** What was written, and who writes next: a trainer plays both sides. */
export function Chat({ interaction }: { interaction: InteractionView }) {
  const { desk: w } = words.value
  const list = useRef<HTMLOListElement>(null)
  const { messages } = interaction
  useEffect(() => list.current?.scrollTo({ top: list.current.scrollHeight }), [messages.length])
  return (
    <div class="chat">
      {messages.length === 0 ? (
        <p class="faint">{w.noMessages}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <ol class="messages" ref={list} tabIndex={0} aria-label={w.media.digital}>
          {messages.map((message) => (
            <li key={`${message.at} ${message.by} ${message.text}`} class={`message ${message.by}`}>
              <p class="message-head">
                {message.by === 'note' ? `${w.internalNote} · ` : ''}
                {message.name} <time dateTime={new Date(message.at).toISOString()}>{timeOfDay(message.at)}</time>
              </p>
              <p class="message-text">{message.text}</p>
            </li>
          ))}
        </ol>
      )}
      {!interaction.over && <Composer interaction={interaction} />}
    </div>
  )
}

function Composer({ interaction }: { interaction: InteractionView }) {
  const { desk: w } = words.value
  const [as, setAs] = useState<Writer>('contact')
  const [text, setText] = useState('')
  const may = (writer: Writer) => interaction.contacts.findLast(({ allowed }) => allowed.includes(AS[writer]))
  const writers = (['agent', 'contact', 'note'] as const).filter((writer) => may(writer))
  const writer = writers.includes(as) ? as : writers[0]
  const contact = writer && may(writer)
  if (!writer || !contact) return null
  const submit = async () => {
    if (text.trim() === '') return
    if (await send(commandOf(AS[writer], contact, agent.value, { text }))) setText('')
  }
  return (
    <div class="composer">
      <Segments<Writer> label={w.write} value={writer} options={writers.map((one) => ({ value: one, text: w.writeAs[one] }))} onValue={(one) => setAs(one)} />
      <div class="pair wide-first">
        <TextField label={w.write} value={text} onValue={setText} onEnter={submit} name="message" />
        <div class="field end">
          <Button kind="primary" onPress={submit} disabled={text.trim() === ''} testId="say">
            {w.send}
          </Button>
        </div>
      </div>
    </div>
  )
}
