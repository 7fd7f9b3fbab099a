import type { InteractionEvent } from '../events.ts'
import type { Environment, Integration } from '../integration.ts'
import { flowSettings } from './configuration.ts'
import type { Connectors } from './connectors.ts'
import { createConnectors } from './connectors.ts'
import type { Flow, FlowEvent } from './format.ts'
import { type FlowCall, runFlow } from './run.ts'

/** A flow that goes on by itself for so long, on the World's clock, is not waited for any longer. */
const PATIENCE = 10 * 60_000

/** The integration that a flow is: calls in, prompts, requests and screen pops out. Its connectors come from the configuration. */
export function webex(flow: Flow): Integration {
  const calls = new Map<string, FlowCall>()
  /** Ids of events that came already: a delivery may be repeated. */
  const seen = new Set<string>()
  let env: Environment | undefined
  let connectors: Connectors | undefined
  let fault: Error | undefined

  const begin = (event: InteractionEvent<'com.cisco.wxcc.NewPhoneContact'>) => {
    if (!env || !connectors) throw new Error('The integration was given an event before it was started.')
    const { interactionId, ani, dnis } = event.data
    const { settings, variables, globals } = env.configuration.webex ?? {}
    const call = runFlow(
      flow,
      { interaction: interactionId, ani, dnis, trace: event.traceparent },
      { ...env, connectors, settings: flowSettings.parse(settings ?? {}), variables: variables ?? {}, globals: globals ?? {} },
    )
    call.done.catch(broken(interactionId, call))
    calls.set(interactionId, call)
  }
  /** A fault of the flow's own ends the call, loudly. */
  const broken = (interaction: string, call: FlowCall) => (error: unknown) => {
    const own = error instanceof Error ? error : new Error(String(error))
    fault ??= own
    env?.report({ kind: 'failed', interaction, what: flow.name, message: own.message })
    call.stop()
  }

  return {
    async start(given) {
      env = given
      connectors = createConnectors(given.configuration, given)
    },
    async deliver(event) {
      if (seen.has(event.id)) return
      seen.add(event.id)
      if (isNew(event)) return begin(event)
      const call = calls.get(event.subject)
      if (!call) return
      if (isPressed(event)) return call.presses(event.data.digits)
      const happened = happenings[event.type]
      // Event flows run beside each other: none waits for the one before it.
      if (!happened) return
      const done = call.happens(happened).catch(broken(event.subject, call))
      // Over for good: nothing more is told of it.
      if (happened === 'ContactEnded') void Promise.all([done, call.done.catch(() => {})]).then(() => calls.delete(event.subject))
    },
    async rest() {
      const enough = new AbortController()
      const tired = env?.clock.sleep(PATIENCE, enough.signal).catch(() => {})
      await Promise.race([Promise.all([...calls.values()].map((call) => call.rest())), tired])
      enough.abort()
      if (fault) throw fault
    },
    async stop() {
      for (const call of calls.values()) call.stop()
    },
  }
}

const happenings: Partial<Record<InteractionEvent['type'], FlowEvent>> = {
  'com.cisco.wxcc.AgentOfferContact': 'AgentOfferContact',
  'com.cisco.wxcc.AgentContactAssigned': 'AgentContactAssigned',
  'com.cisco.wxcc.ContactLastAgentRemoved': 'FCAsk(ContactLastAgentRemoved)',
  'com.cisco.wxcc.ContactEnded': 'ContactEnded',
}

const isNew = (event: InteractionEvent): event is InteractionEvent<'com.cisco.wxcc.NewPhoneContact'> => event.type === 'com.cisco.wxcc.NewPhoneContact'
const isPressed = (event: InteractionEvent): event is InteractionEvent<'com.cisco.wxcc.DigitsPressed'> => event.type === 'com.cisco.wxcc.DigitsPressed'
