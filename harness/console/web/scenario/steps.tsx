import type { ScenarioView } from '../../protocol.ts'
import { language, words } from '../i18n/index.ts'
import { span, timeOfDay } from '../state/time.ts'
import { Icon } from '../ui/icon.tsx'

type Step = ScenarioView['script'][number]

/** Values that a step is about, as text: `Mia`, `Ada Byron`, `Support`. */
function said(args: unknown): string[] {
  if (typeof args === 'string' || typeof args === 'number') return [String(args)]
  if (Array.isArray(args)) return args.flatMap(said)
  return typeof args === 'object' && args !== null ? Object.values(args).flatMap(said) : []
}

/** What a step does: the scenario's English words, or its verb in the language of the page with what it is about. */
export function stepText({ verb, args, says }: Pick<Step, 'verb' | 'args' | 'says'>): string {
  const label = words.value.verbs[verb]
  if (language.value === 'en' || label === undefined) return says
  const who = words.value.lanes[verb.split('.')[0] as 'contact' | 'agent' | 'world'] ?? ''
  const about = said(args).join(', ')
  return `${who}: ${label}${about ? ` (${about})` : ''}`
}

export function ScenarioSteps({ view }: { view: ScenarioView }) {
  const { scenario } = words.value
  return (
    <ol class="steps">
      {view.script.map((step) => (
        <li key={step.index} class={`step ${step.done}`} aria-current={step.done === 'next' ? 'step' : undefined}>
          <span class="step-time">{step.at !== undefined ? timeOfDay(step.at) : step.due !== undefined ? `+${span(step.due)}` : ''}</span>
          <span class="step-mark">{step.done === 'yes' ? <Icon name="check" /> : step.done === 'refused' ? <Icon name="close" /> : null}</span>
          <span>
            {stepText(step)}
            {step.done === 'refused' && <span class="faint"> {scenario.refused}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}
