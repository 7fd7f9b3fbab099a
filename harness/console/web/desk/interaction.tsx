import type { Cast, ContactView, InteractionView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { now, span, timeOfDay } from '../state/time.ts'
import { Icon } from '../ui/icon.tsx'
import { Actions } from './actions.tsx'
import { Chat } from './chat.tsx'
import { Heard } from './heard.tsx'
import { Outcome } from './outcome.tsx'

interface InteractionProps {
  interaction: InteractionView
  cast: Cast
  chosen: boolean
  onChoose(): void
}

/** One interaction: folded to a line where it is over and another is looked at. */
export function InteractionPanel({ interaction, cast, chosen, onChoose }: InteractionProps) {
  const { desk: w } = words.value
  const last = interaction.contacts.at(-1)
  const open = chosen || !interaction.over
  return (
    <article class={`interaction${chosen ? ' chosen' : ''}${interaction.over ? ' over' : ''}`} data-interaction={interaction.id}>
      <h3>
        <button type="button" class="interaction-head" aria-expanded={open} aria-current={chosen ? 'true' : undefined} onClick={onChoose}>
          <Icon name={interaction.media === 'voice' ? 'voice' : 'chat'} />
          <span class="who">
            <span class="strong">{interaction.customer.name || interaction.customer.phone}</span>
            <span class="faint">
              {w.media[interaction.kind]}
              {interaction.channel ? ` · ${interaction.channel}` : ''} · {w.direction[interaction.direction]}
            </span>
          </span>
          {last && <Phase contact={last} />}
        </button>
      </h3>
      {open && (
        <div class="interaction-body">
          {interaction.media === 'digital' && <Chat interaction={interaction} />}
          {interaction.flow && <Heard flow={interaction.flow} />}
          {interaction.contacts.map((contact, index) => (
            <Contact
              key={contact.contact}
              contact={contact}
              interaction={interaction}
              cast={cast}
              only={interaction.contacts.length === 1}
              last={index === interaction.contacts.length - 1}
            />
          ))}
        </div>
      )}
    </article>
  )
}

function Phase({ contact }: { contact: ContactView }) {
  const { desk: w } = words.value
  const over = contact.allowed.length === 0
  return (
    <span class={`phase ${over ? 'done' : contact.phase === 'After Call Work' || contact.phase === 'Left' ? 'due' : 'live'}`}>
      {w.phases[contact.phase] ?? contact.phase} {!over && <Elapsed since={contact.since} />}
    </span>
  )
}

/** Apart, so that only this is drawn anew each second. */
function Elapsed({ since }: { since: number }) {
  return <span class="elapsed">{span(now.value - since)}</span>
}

function Contact({ contact, interaction, cast, only, last }: { contact: ContactView; interaction: InteractionView; cast: Cast; only: boolean; last: boolean }) {
  const { desk: w } = words.value
  const facts = [
    contact.skill,
    contact.agent ?? (contact.offeredTo ? w.offered(contact.offeredTo) : undefined),
    contact.callType && contact.callType !== 'Regular' ? w.callTypes[contact.callType] : undefined,
    contact.muted ? w.muted : undefined,
    contact.status ? `${w.status}: ${w.statuses[contact.status] ?? contact.status}` : undefined,
    contact.endedBy ? w.endedBy[contact.endedBy] : undefined,
  ].filter((fact) => fact !== undefined && fact !== '')
  return (
    <div class={last ? 'contact' : 'contact earlier'} data-contact={contact.contact}>
      <p class="contact-facts">
        {!only && <Phase contact={contact} />}
        <span class="faint">{facts.join(' · ')}</span>
      </p>
      <Actions contact={contact} cast={cast} interaction={interaction} />
      {contact.acwUntil !== undefined && <AcwCountdown until={contact.acwUntil} />}
      <Outcome contact={contact} cast={cast} />
      {contact.dueAt !== undefined && <p class="faint">{w.memorializedAt(timeOfDay(contact.dueAt))}</p>}
    </div>
  )
}

const AcwCountdown = ({ until }: { until: number }) => <p class="faint">{words.value.desk.acwUntil(span(until - now.value))}</p>
