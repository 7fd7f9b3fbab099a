import { crmConfigurationSchema } from '../../harness/configuration/schema.ts'
import type { Notice } from '../../harness/integration.ts'
import { flowSettings } from '../../harness/webex/configuration.ts'
import { createConnectors } from '../../harness/webex/connectors.ts'
import type { Flow } from '../../harness/webex/format.ts'
import { isFlow, parseFlow } from '../../harness/webex/load.ts'
import { type FlowCall, runFlow } from '../../harness/webex/run.ts'
import { virtualClock } from '../../mocks/core/clock.ts'

type Properties = Record<string, unknown>
/** An activity of a flow under test: its type, its properties, and where its outcomes lead, by name. */
export type Drawn = readonly [type: string, properties: Properties, links?: Record<string, string>]

const groups: Record<string, string> = {
  start: 'start',
  event: 'event',
  end: 'end',
  'set-variable': 'set-variable',
  'disconnect-contact': 'terminating-action',
  'ivr-menu': 'enum-gateway',
  'condition-activity': 'enum-gateway',
}

export interface Drawing {
  variables?: Record<string, string | readonly [type: string, value: string, more?: Properties]>
  /** The main flow; a start that leads to the first activity is put before it. */
  main: Record<string, Drawn>
  /** Event flows by specification name: the first activity, then the others. */
  events?: Record<string, Record<string, Drawn>>
}

const processOf = (drawn: Record<string, Drawn>) => ({
  activities: Object.fromEntries(
    Object.entries(drawn).map(([name, [type, properties]]) => [
      `id-${name}`,
      { id: `id-${name}`, name, group: groups[type] ?? 'action', properties: { name, activityName: type, ...properties } },
    ]),
  ),
  links: Object.entries(drawn).flatMap(([name, [, , links = {}]]) =>
    Object.entries(links).map(([on, to], i) => ({
      id: `link-${name}-${i}`,
      sourceActivityId: `id-${name}`,
      targetActivityId: `id-${to}`,
      conditionExpr: on,
      properties: { value: on },
    })),
  ),
})

/** A flow in the designer's export form. */
export function exported({ variables = {}, main, events = {} }: Drawing) {
  const eventFlows = Object.entries(events)
  return {
    id: '6a0000000000000000000001',
    name: 'Flow_Under_Test',
    description: '',
    variables: Object.entries(variables).map(([name, given]) => {
      const [type, value, more = {}] = typeof given === 'string' ? (['STRING', given] as const) : given
      return { name, description: '', type, value, isCAD: false, isSecure: false, ...more }
    }),
    process: processOf({ NewPhoneContact: ['start', {}, { out: Object.keys(main)[0] as string }], ...main }),
    eventFlows: {
      eventsMap: {
        GLOBAL_EVENTS: {
          process: processOf(
            Object.assign({}, ...eventFlows.map(([event, path]) => ({ [event]: ['event', {}, { out: Object.keys(path)[0] as string }], ...path }))) as Record<
              string,
              Drawn
            >,
          ),
          onEvents: Object.fromEntries(eventFlows.map(([event]) => [event, `id-${event}`])),
        },
      },
    },
  }
}

export function drawn(drawing: Drawing): Flow {
  const flow = parseFlow(JSON.stringify(exported(drawing)), 'drawn.flow.json')
  if (!isFlow(flow)) throw new Error(flow.map(({ message }) => message).join('\n'))
  return flow
}

export const say = (text: string, to?: string): Drawn => [
  'play-message',
  { promptsTts: [{ type: 'tts', value: text }] },
  to === undefined ? {} : { default: to },
]
export const set = (variable: string, expr: string, to?: string): Drawn => [
  'set-variable',
  { setTo: 'set-to-literal', srcVariable: variable, expr },
  to === undefined ? {} : { out: to },
]

export const START = Date.parse('2026-11-20T08:00:00Z')

export interface Started {
  call: FlowCall
  notices: (Notice & { at: number })[]
  clock: ReturnType<typeof virtualClock>
  /** Texts that the caller heard. */
  spoken(): string[]
  /** Notices of one deed. */
  did(deed: string): (Notice & Record<string, unknown>)[]
  failures(): string[]
}

export interface Starting {
  ani?: string
  fetch?: typeof fetch
  webex?: Record<string, unknown>
}

/** Starts a call in a flow on a virtual clock of its own. */
export function start(flow: Flow | Drawing, { ani = '+493012345', fetch = refuse, webex = {} }: Starting = {}): Started {
  const clock = virtualClock(START)
  const notices: Started['notices'] = []
  const configuration = crmConfigurationSchema.parse({
    name: 'Test',
    integrationType: 'Zendesk',
    authentication: { name: 'Test', subdomain: 'https://test.zendesk.com', clientId: 'id', clientSecret: 'secret' },
    webex: { flow: 'flow.json', ...webex },
  })
  const call = runFlow(
    'file' in flow ? flow : drawn(flow),
    { interaction: 'interaction-1', ani, dnis: '+49301', trace: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
    {
      clock,
      fetch,
      report: (notice) => void notices.push({ ...notice, at: clock.now() - START }),
      connectors: createConnectors(configuration, { fetch, clock }),
      settings: flowSettings.parse(configuration.webex?.settings ?? {}),
      variables: configuration.webex?.variables ?? {},
      globals: configuration.webex?.globals ?? {},
    },
  )
  const did: Started['did'] = (deed) =>
    notices.filter((notice) => notice.kind === 'flow' && notice.did === deed) as unknown as (Notice & Record<string, unknown>)[]
  return {
    call,
    notices,
    clock,
    did,
    spoken: () => did('spoke').map(({ text }) => String(text)),
    failures: () => notices.flatMap((notice) => (notice.kind === 'failed' ? [`${notice.what}: ${notice.message}`] : [])),
  }
}

const refuse: typeof fetch = async () => {
  throw new TypeError('fetch failed', { cause: new Error('this test expects no request') })
}

/** A server that answers with JSON. */
export const answering =
  (body: unknown, status = 200, seen: Request[] = []): typeof fetch =>
  async (input, init) => {
    seen.push(new Request(input, init))
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
  }
