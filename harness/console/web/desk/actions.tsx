import { useState } from 'preact/hooks'
import type { Cast, ContactView, InteractionView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { agent, agents } from '../state/desk.ts'
import { act } from '../state/pending.ts'
import { commandOf, WITH_A_FORM } from '../state/verbs.ts'
import { Button } from '../ui/button.tsx'
import { Choice, TextField } from '../ui/fields.tsx'

/** Most wanted first; what is not named here follows. */
const FIRST = ['agent.answers', 'agent.accepts', 'agent.finishesAcw', 'agent.completes', 'agent.unassignsAndDismisses']
const ENDS = new Set(['agent.hangsUp', 'contact.hangsUp', 'contact.leaves', 'agent.refuses'])
/** What befalls an agent: for trainers, behind "More". */
const RARE = new Set(['agent.logsOut', 'agent.reloads', 'agent.masks', 'agent.unmasks'])

const weight = (verb: string): number => {
  const first = FIRST.indexOf(verb)
  return first !== -1 ? first : ENDS.has(verb) ? 100 : 50
}

export function Actions({ contact, cast, interaction }: { contact: ContactView; cast: Cast; interaction: InteractionView }) {
  const { desk: w, shell } = words.value
  const senseless = contact.muted ? 'agent.mutes' : 'agent.unmutes'
  const plain = contact.allowed.filter((verb) => !WITH_A_FORM.has(verb) && verb !== senseless).sort((a, b) => weight(a) - weight(b))
  const of = (side: string, rare: boolean) => plain.filter((verb) => verb.startsWith(`${side}.`) && RARE.has(verb) === rare)
  const rare = of('agent', true)
  const allows = (verb: string) => contact.allowed.includes(verb)
  return (
    <div class="actions">
      <Side title={w.byAgent} verbs={of('agent', false)} contact={contact} />
      {(allows('agent.transfers') || allows('agent.consults') || allows('agent.conferences')) && <Passing contact={contact} cast={cast} />}
      {allows('agent.setsStatus') && contact.status && (
        <Choice
          label={w.status}
          name="status"
          value={contact.status}
          options={cast.statuses.map((status) => ({ value: status, text: w.statuses[status] ?? status }))}
          onValue={(status) => act(commandOf('agent.setsStatus', contact, agent.value, { status }))}
        />
      )}
      <Side title={w.byContact} verbs={of('contact', false)} contact={contact} />
      {allows('contact.presses') && <Keys contact={contact} />}
      {rare.length > 0 && !interaction.over && (
        <details class="rare">
          <summary>{shell.more}</summary>
          <div class="buttons">
            {rare.map((verb) => (
              <Verb key={verb} verb={verb} contact={contact} />
            ))}
          </div>
        </details>
      )}
    </div>
  )
}

const Side = ({ title, verbs, contact }: { title: string; verbs: readonly string[]; contact: ContactView }) =>
  verbs.length === 0 ? null : (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in line
    <div class="side" role="group" aria-label={title}>
      <span class="side-title" aria-hidden="true">
        {title}
      </span>
      <div class="buttons">
        {verbs.map((verb) => (
          <Verb key={verb} verb={verb} contact={contact} />
        ))}
      </div>
    </div>
  )

function Verb({ verb, contact }: { verb: string; contact: ContactView }) {
  const label = words.value.verbs[verb] ?? verb
  const kind = ENDS.has(verb) ? 'danger' : FIRST.includes(verb) ? 'primary' : 'plain'
  return (
    <Button kind={kind} testId={verb} onPress={() => act(commandOf(verb, contact, agent.value))}>
      {label}
    </Button>
  )
}

/** Transfer, consult and conference: to whom, then what. */
function Passing({ contact, cast }: { contact: ContactView; cast: Cast }) {
  const { desk: w, verbs } = words.value
  const others = agents.value.filter((name) => name !== contact.agent)
  const targets = [
    ...others.map((name) => ({ value: `agent ${name}`, text: name })),
    ...[...new Set([...cast.skills.map(({ name }) => name), contact.skill])].map((name) => ({ value: `skill ${name}`, text: w.toSkill(name) })),
  ]
  const [chosen, setTo] = useState('')
  const to = targets.find(({ value }) => value === chosen)?.value ?? targets[0]?.value ?? ''
  const kind = to.slice(0, 5) as 'agent' | 'skill'
  const name = to.slice(6)
  const pass = (verb: string, args: Record<string, unknown>) => act(commandOf(verb, contact, agent.value, args))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in line
    <div class="side" role="group" aria-label={w.transferTo}>
      <span class="side-title" aria-hidden="true">
        {w.transferTo}
      </span>
      <div class="passing">
        <Choice hidden label={w.transferTo} value={to} options={targets} onValue={setTo} name="target" />
        <div class="buttons">
          {['agent.transfers', ...(kind === 'agent' ? ['agent.consults', 'agent.conferences'] : [])].map(
            (verb) =>
              contact.allowed.includes(verb) && (
                <Button key={verb} testId={verb} onPress={() => pass(verb, verb === 'agent.transfers' ? { to: { [kind]: name } } : { with: name })}>
                  {verbs[verb]}
                </Button>
              ),
          )}
        </div>
      </div>
    </div>
  )
}

function Keys({ contact }: { contact: ContactView }) {
  const { desk: w, verbs } = words.value
  const [digits, setDigits] = useState('')
  const press = async () => {
    if (/^[\d*#]+$/.test(digits) && (await act(commandOf('contact.presses', contact, agent.value, { digits })))) setDigits('')
  }
  return (
    <div class="pair">
      <TextField label={w.digits} value={digits} onValue={setDigits} onEnter={press} name="digits" />
      <div class="field end">
        <Button onPress={press} testId="contact.presses">
          {verbs['contact.presses']}
        </Button>
      </div>
    </div>
  )
}
