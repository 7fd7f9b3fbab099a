import { cxone } from '../../harness/cxone/index.ts'
import type { InteractionEvent } from '../../harness/events.ts'
import type { Environment, Integration } from '../../harness/integration.ts'
import { packagedScenarios } from '../../harness/scenario/library.ts'
import { isScenario, parseScenario } from '../../harness/scenario/load.ts'
import type { Scenario } from '../../harness/scenario/scenario.ts'

/** A scenario written in a test, as if it lay in the library (whose configurations it may use). */
export function scenario(source: string): Scenario {
  const loaded = parseScenario(source, `${packagedScenarios()}/voice/test.yaml`, 'voice/test')
  if (!isScenario(loaded)) throw new Error(loaded.map(({ line, message }) => `${line}: ${message}`).join('\n'))
  return loaded
}

/** The default integration with something about it made worse. */
export const worse =
  (change: {
    env?: (env: Environment) => Environment
    deliver?: (event: InteractionEvent, next: (event: InteractionEvent) => Promise<void>) => Promise<void>
  }) =>
  (): Integration => {
    const inner = cxone()
    return {
      start: (env) => inner.start(change.env?.(env) ?? env),
      deliver: (event) => (change.deliver ? change.deliver(event, inner.deliver) : inner.deliver(event)),
      stop: inner.stop,
      card: (interaction) => inner.card?.(interaction),
    }
  }

export const call = (expect: string, steps = '') => `title: A call
configuration: support
given:
  contacts: [{ name: Ada Byron, phone: +49 30 1234567 }]
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron } }
  - { at: 00:06, agent.answers: { agent: Mia } }
  - { at: 00:40, agent.links: { record: contact } }
${steps}
  - { at: 03:06, agent.hangsUp: {} }
  - { at: 03:20, agent.selectsDisposition: { name: Solved, notes: By mail. } }
  - { at: 03:30, agent.finishesAcw: {} }
expect:
${expect}
`
