// biome-ignore-all lint/suspicious/noTemplateCurlyInString: provider states have named parameters
import { fileURLToPath } from 'node:url'
import { MatchersV3 } from '@pact-foundation/pact'
import { expect } from 'vitest'
import { loadConfiguration } from '../../harness/configuration/load.ts'
import { cxone } from '../../harness/cxone/index.ts'
import { demo } from '../../harness/demo.ts'
import type { InteractionEvent } from '../../harness/events.ts'
import { createSandbox } from '../../harness/sandbox.ts'
import { seededRandom } from '../../mocks/core/random.ts'
import type { Interaction } from './interaction.ts'

/** Plain data with matchers in it. */
type Template = unknown

const { boolean, like, nullValue, regex, string } = MatchersV3

/** What the integration needs of an event; the contact centre may tell more. */
export interface Message {
  description: string
  given: Interaction['given']
  event: Template
  act(content: unknown): Promise<void>
}

const SUPPORT = fileURLToPath(new URL('../../scenarios/configurations/support.dynamics.yaml', import.meta.url))

/** The default integration hears of it, in a World of its own: what it did then. */
async function heard(content: unknown): Promise<string[]> {
  const sandbox = await createSandbox()
  const loaded = loadConfiguration(SUPPORT, { TENANT_ID: demo.tenantId, CLIENT_ID: demo.clientId, CLIENT_SECRET: demo.clientSecret })
  if (Array.isArray(loaded)) throw new Error(loaded.map(({ message }) => message).join('\n'))
  const integration = cxone()
  // What waits here, waits in vain: nothing of this takes time.
  const clock = { now: sandbox.clock.now, sleep: () => new Promise<void>(() => {}) }
  const failed: string[] = []
  const report = (notice: { kind: string }) => void (notice.kind === 'failed' && failed.push(JSON.stringify(notice)))
  await integration.start({
    fetch: sandbox.fetch,
    clock,
    random: seededRandom(1),
    configuration: loaded,
    report,
  })
  await integration.deliver(content as InteractionEvent)
  await integration.stop()
  expect(failed).toEqual([])
  return sandbox.journal.of('dynamics').flatMap(({ actions }) => actions.map(({ kind }) => kind))
}

const instant = regex('\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z', '2026-11-20T08:00:00.000Z')
const number = regex('[+\\d ()-]*', '+49301234567')

const envelope = (type: string, data: Template, more: Record<string, Template> = {}): Template => ({
  specversion: '1.0',
  id: string('1'),
  source: regex('/contact-centre/.+', '/contact-centre/rehearsal'),
  type,
  time: instant,
  subject: string('interaction'),
  datacontenttype: 'application/json',
  traceparent: regex('00-[0-9a-f]{32}-[0-9a-f]{16}-01', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
  contactid: string('contact'),
  ...more,
  data,
})

const call = (status: string, finalState: boolean): Template => ({
  contactId: string('contact'),
  masterId: string('contact'),
  interactionId: string('interaction'),
  status,
  callType: regex('Regular|Consult|Conference', 'Regular'),
  ani: number,
  dnis: number,
  skill: string('Support'),
  isInbound: boolean(true),
  startTimeUtc: instant,
  lastStateChangeTimeUtc: instant,
  finalState,
  screenPopUrlVariables: like({}),
})
const sends = (type: string): Interaction['given'] => [{ state: 'the contact centre sends ${type}', parameters: { type: `com.nice.cxone.${type}` } }]
const callSends = (status: string, finalState: boolean): Interaction['given'] => [
  { state: 'the contact centre sends ${type}', parameters: { type: 'com.nice.cxone.CallContactEvent', data: { status, finalState } } },
]

const contact = {
  interactionId: string('interaction'),
  contactId: string('contact'),
  direction: regex('inbound|outbound|internal', 'inbound'),
  agentId: string('7001'),
  agentName: string('Mia Kern'),
  skillName: string('Support'),
  dispositionName: string(''),
  dispositionNotes: string(''),
  status: string('Active'),
  finalState: boolean(false),
  startTime: string(''),
  endTime: string(''),
  scriptVariables: like({}),
}

export const contactCentre: readonly Message[] = [
  {
    description: 'a call comes in',
    given: callSends('Incoming', false),
    event: envelope('com.nice.cxone.CallContactEvent', call('Incoming', false)),
    act: async (content) => expect(await heard(content)).toContain('searched'),
  },
  {
    description: 'an agent has the call',
    given: callSends('Active', false),
    event: envelope('com.nice.cxone.CallContactEvent', call('Active', false), { agentid: string('7001') }),
    act: async (content) => expect(await heard(content)).toContain('searched'),
  },
  {
    description: 'a call is over',
    given: callSends('Disconnected', true),
    event: envelope('com.nice.cxone.CallContactEvent', call('Disconnected', true)),
    act: async (content) => expect(await heard(content)).toEqual([]),
  },
  {
    description: 'what the agent knows of a call',
    given: sends('VoiceContact'),
    event: envelope('com.nice.cxone.VoiceContact', { ...contact, mediaType: string('voice'), contactType: 'voice', ani: number, dnis: number, tags: like([]) }),
    act: async (content) => expect(await heard(content)).toEqual([]),
  },
  {
    description: 'what the agent knows of a chat',
    given: sends('DigitalContactEvent'),
    event: envelope('com.nice.cxone.DigitalContactEvent', {
      ...contact,
      mediaType: 'digital',
      eventType: 'digital',
      channelType: string('Chat'),
      channelName: string('Web chat'),
      from: string('ada@example.com'),
      customerName: string('Ada Byron'),
      transcriptionText: string(''),
    }),
    act: async (content) => expect(await heard(content)).toEqual([]),
  },
  {
    description: 'a chat gets into an agent’s inbox',
    given: [{ state: 'the contact centre sends ${type}', parameters: { type: 'com.nice.cxone.CaseInboxAssigneeChanged' } }],
    event: envelope('com.nice.cxone.CaseInboxAssigneeChanged', {
      eventId: string('1'),
      eventObject: 'Case',
      case: {
        id: string('1'),
        contactId: string('contact'),
        interactionId: string('interaction'),
        inboxAssignee: string('7001'),
        previousInboxAssignee: nullValue(),
      },
      channel: { id: string('web'), name: string('Web chat') },
    }),
    act: async (content) => {
      await heard(content)
    },
  },
  {
    description: 'the agent asks something of the customer card',
    given: sends('CustomEvent'),
    event: envelope('com.nice.cxone.CustomEvent', {
      eventName: 'AgentWorkflowRequest',
      data: { action: regex('search|create|update|pin|link|unlink', 'search') },
    }),
    act: async (content) => {
      await heard(content)
    },
  },
]
