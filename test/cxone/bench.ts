import { loadConfiguration } from '../../harness/configuration/load.ts'
import type { CrmConfiguration } from '../../harness/configuration/schema.ts'
import { type Centre, createCentre, type Performed } from '../../harness/contact-centre/centre.ts'
import type { Agent, Channel, Customer, Skill } from '../../harness/contact-centre/people.ts'
import { type CxoneOptions, cxone } from '../../harness/cxone/index.ts'
import { demo, rehearsalSeeds, type SeedOptions } from '../../harness/demo.ts'
import type { CardRequest, InteractionEvent } from '../../harness/events.ts'
import type { CustomerCard, Integration, Notice } from '../../harness/integration.ts'
import { virtualClock } from '../../mocks/core/clock.ts'
import { discoverMocks } from '../../mocks/core/discover.ts'
import { worldFetch } from '../../mocks/core/fetch.ts'
import type { Exchange } from '../../mocks/core/journal.ts'
import { type CrmWrite, isWrite } from '../../mocks/core/meaning.ts'
import { seededRandom } from '../../mocks/core/random.ts'
import { createWorlds, type World } from '../../mocks/core/world.ts'

export const ada: Customer = { name: 'Ada Byron', phone: '+49301234567', email: 'ada@example.com' }
export const mia: Agent = { id: '7001', name: 'Mia Kern', phone: '+4930900001' }
export const tom: Agent = { id: '7002', name: 'Tom Reed', phone: '+4930900002' }
export const support: Skill = { id: '100', name: 'Support', phone: '+4930555', acw: true, acwTimeout: null, screenPops: true, dispositionRequired: false }
export const chat: Channel = { id: 'web', name: 'Web chat', type: 'Chat' }

/** Ada Byron, in the words of each CRM. */
export const adaInDynamics = { contacts: [{ firstname: 'Ada', lastname: 'Byron', telephone1: '+49 30 1234567', emailaddress1: 'ada@example.com' }] }
export const adaInZendesk = { users: [{ name: 'Ada Byron', phone: '+49301234567', email: 'ada@example.com' }] }

export interface Bench {
  world: World
  centre: Centre
  integration: Integration
  /** The World's own, past the integration. */
  fetch: typeof fetch
  configuration: CrmConfiguration
  notices: Notice[]
  /** Delivers what happened in the contact centre, all at once, and waits until it is done with. */
  deliver(performed: ReturnType<Centre['perform']>): Promise<void>
  perform(contact: string, command: Parameters<Centre['perform']>[1]): Promise<Performed>
  asks(contact: string, request: CardRequest): Promise<void>
  /** A call that Mia answered; the contact id. */
  call(customer?: Customer, skill?: Skill): Promise<string>
  /** A chat that Mia accepted. */
  chats(customer?: Customer, skill?: Skill): Promise<string>
  card(contact: string): CustomerCard
  exchanges(mock?: string): Exchange[]
  writes(mock?: string): CrmWrite[]
  told<Kind extends Notice['kind']>(kind: Kind): Extract<Notice, { kind: Kind }>[]
}

export interface BenchOptions extends CxoneOptions {
  crm: 'dynamics' | 'zendesk'
  configuration?: string
  edit?: (configuration: CrmConfiguration) => CrmConfiguration
  people?: SeedOptions
  settings?: Record<string, unknown>
  latency?: { min: number; max: number }
  /** Members of a mock's seed that replace the demonstration's. */
  plant?: { dynamics?: Record<string, unknown> }
  /** Changes what the integration gets to hear. */
  through?: (inner: typeof fetch) => typeof fetch
}

const mocks = await discoverMocks()

/** The default integration in a World of its own, with a contact centre before it. */
export async function bench({
  crm,
  configuration: name = 'support',
  edit = (same) => same,
  people,
  settings,
  latency,
  plant,
  through = (inner) => inner,
  ...options
}: BenchOptions): Promise<Bench> {
  const known = people ?? { dynamics: adaInDynamics, zendesk: adaInZendesk }
  const { seeds } = rehearsalSeeds(known)
  const worlds = createWorlds({
    mocks,
    clock: () => virtualClock(Date.parse(demo.start)),
    seed: 7,
    plant: { ...seeds, dynamics: { ...seeds.dynamics, ...plant?.dynamics } },
    ...(settings ? { settings } : {}),
    ...(latency ? { latency } : {}),
  })
  const world = worlds.baseline
  const file = new URL(`../../scenarios/configurations/${name}.${crm}.yaml`, import.meta.url).pathname
  const loaded = loadConfiguration(file, { TENANT_ID: demo.tenantId, CLIENT_ID: demo.clientId, CLIENT_SECRET: demo.clientSecret })
  if (Array.isArray(loaded)) throw new Error(JSON.stringify(loaded))
  const configuration = edit(loaded)
  const notices: Notice[] = []
  const integration = cxone(options)
  await integration.start({
    fetch: through(worldFetch(worlds, world)),
    clock: world.clock,
    random: seededRandom(11),
    configuration,
    report: (notice) => void notices.push(notice),
  })
  const centre = createCentre({ clock: world.clock, random: seededRandom(3), tenant: 'test', script: configuration.studioScript })

  const interactionOf = (contact: string) => centre.legs().find((leg) => leg.contact === contact)?.interaction ?? ''
  const deliver: Bench['deliver'] = async (performed) => {
    if ('impossible' in performed) throw new Error(JSON.stringify(performed))
    const events = performed.happened.flatMap((one): InteractionEvent[] => ('event' in one ? [one.event] : []))
    await Promise.all(events.map((event) => integration.deliver(event)))
  }
  const perform: Bench['perform'] = async (contact, command) => {
    const performed = centre.perform(contact, command)
    await deliver(performed)
    return performed as Performed
  }
  return {
    world,
    centre,
    integration,
    fetch: worldFetch(worlds, world),
    configuration,
    notices,
    deliver,
    perform,
    asks: async (contact, request) => await deliver(centre.asks(contact, request)),
    async call(customer = ada, skill = support) {
      const begun = centre.calls(customer, skill)
      await deliver(begun)
      await perform(begun.legs[0].contact, { verb: 'agent.answers', agent: mia })
      return begun.legs[0].contact
    },
    async chats(customer = ada, skill = support) {
      const begun = centre.chats(customer, skill, chat)
      await deliver(begun)
      await perform(begun.legs[0].contact, { verb: 'agent.accepts', agent: mia })
      return begun.legs[0].contact
    },
    card: (contact) => integration.card?.(interactionOf(contact)) ?? { current: [], related: [] },
    exchanges: (mock) => (mock ? world.journal.of(mock) : [...world.journal.all()]),
    writes: (mock = crm) => world.journal.of(mock).flatMap(({ actions }) => actions.filter(isWrite)),
    told: (kind) => notices.filter((notice): notice is never => notice.kind === kind),
  }
}
