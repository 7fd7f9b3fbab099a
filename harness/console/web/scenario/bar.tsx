import { useState } from 'preact/hooks'
import type { ScenarioView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { busy, send } from '../state/desk.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ScenarioSteps, stepText } from './steps.tsx'
import { VerdictView } from './verdict.tsx'

/** The scenario that is played: its story, the next step and how it ended. */
export function ScenarioBar({ scenario: view }: { scenario: ScenarioView }) {
  const { scenario } = words.value
  const [all, setAll] = useState(false)
  const place = view.script.findIndex(({ done }) => done === 'next')
  const next = view.script[place]
  const over = view.state === 'over'
  return (
    <section class={over ? `scenario-bar ${view.verdict ? (view.verdict.held ? 'held' : 'unmet') : ''}` : 'scenario-bar'} aria-label={scenario.title}>
      <div class="scenario-story" lang="en">
        <h2>{view.title}</h2>
        {view.story && <p class="faint">{view.story}</p>}
      </div>
      <div class="scenario-next">
        {over ? (
          <VerdictView view={view} />
        ) : view.state === 'doing' || !next ? (
          <p class="faint">{next ? scenario.doing : scenario.judging}</p>
        ) : (
          <>
            <p>
              <span class="faint">{scenario.step(place + 1, view.script.length)}</span> <span class="strong">{stepText(next)}</span>
              {next.impossible && <span class="faint"> ({scenario.mustRefuse})</span>}
            </p>
            {view.state === 'waiting' && (
              <Button kind="primary" disabled={busy.value > 0} onPress={() => send({ do: 'scenario.next' })} testId="next">
                {scenario.doIt}
              </Button>
            )}
          </>
        )}
      </div>
      <div class="scenario-actions">
        {view.state === 'waiting' && <Button onPress={() => send({ do: 'scenario.runs' })}>{scenario.run}</Button>}
        {view.state === 'running' && <Button onPress={() => send({ do: 'scenario.pauses' })}>{scenario.pause}</Button>}
        <Button onPress={() => setAll(true)}>{scenario.allSteps}</Button>
        <Button onPress={() => send({ do: 'scenario.restarts' })}>{scenario.restart}</Button>
        <Button onPress={() => send({ do: 'scenario.leaves' })}>{scenario.leave}</Button>
      </div>
      {all && (
        <Dialog title={view.title} onClose={() => setAll(false)} wide>
          <ScenarioSteps view={view} />
        </Dialog>
      )}
    </section>
  )
}
