import { worldFetch } from '../../../mocks/core/fetch.ts'
import type { World, Worlds } from '../../../mocks/core/world.ts'
import type { CrmConfiguration } from '../../configuration/schema.ts'
import type { Centre, Performed } from '../../contact-centre/centre.ts'
import { isImpossible } from '../../contact-centre/impossible.ts'
import { slackOf } from '../../external/external.ts'
import type { CustomerCard, Integration, Notice } from '../../integration.ts'
import { centreFor, integrationFor } from '../../platform.ts'
import { createDelivery, twice } from '../../play/delivery.ts'
import { createDirector, type Director } from '../../play/director.ts'
import { earlier } from '../../play/world.ts'
import { createCast } from '../../scenario/cast.ts'
import type { Judge } from '../../scenario/crm/judge.ts'
import { judges } from '../../scenario/crm/kinds.ts'
import type { Crm } from '../../scenario/crm/words.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { addFault } from '../../scenario/verbs/world.ts'
import { createRecorder } from '../../trace/recorder.ts'
import type { TraceEntry } from '../../trace.ts'
import { createInteractions, type Interactions } from '../view/interactions.ts'
import { createMarks, type Marks } from '../view/marks.ts'
import { createRecords, type Records } from '../view/records.ts'
import { createTold, type Told } from '../view/told.ts'
import { createWithheld, type Withheld } from '../view/withheld.ts'
import { createFindings, type Findings } from './findings.ts'
import { createLine, type Line } from './line.ts'
import { sessionClock } from './session-clock.ts'
import { shadow, unseen } from './shadow.ts'

const MINUTE = 60_000

export interface SessionOptions {
  worlds: Worlds
  world: World
  crm: Crm
  configuration: CrmConfiguration
  /** Whose people play and whose givens hold; its steps are for others to do. */
  scenario: Scenario
  /** Something that is shown has changed. */
  changed(): void
}

/** A contact centre, an integration and everything that is known of what they do: from one beginning to the next. */
export interface Session {
  readonly crm: Crm
  readonly configuration: CrmConfiguration
  readonly scenario: Scenario
  readonly centre: Centre
  readonly director: Director
  readonly judge: Judge
  readonly line: Line
  readonly from: number
  readonly views: { interactions: Interactions; records: Records; withheld: Withheld; told: Told; marks: Marks }
  readonly findings: Findings
  /** The first thing is about to happen: what records are now is what they were before. */
  opens(): void
  trace(): readonly TraceEntry[]
  card(interaction: string): CustomerCard | undefined
  /** What instants are uncertain by, in ms on the World's clock: as for an integration that is reached over sockets. */
  slack(): number
  /** Every event comes twice, or once. */
  deliverTwice(on: boolean): void
  /** Settles when the integration is done with every event, or after `patience` ms. */
  settle(patience: number): Promise<void>
  /** On the World's clock; never wakes when the session has ended. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Gives up what is under way. Nothing is recorded any more. */
  end(): void
}

/** Starts anew in a World as it is. `scenario.given.token` says whether the integration signs in before, and whether that token is dead by now. */
export async function createSession(options: SessionOptions): Promise<Session> {
  const { worlds, crm, configuration, scenario, changed } = options
  const ended = new AbortController()
  const world = shadow(options.world, { clock: sessionClock(options.world.clock, ended.signal) })
  const centreSettings = scenario.given.settings.contactCentre ?? {}
  const judgeOn = (view: World) => judges[crm].judge(view, worldFetch(worlds, view))
  const judge = judgeOn(unseen(options.world))
  let then: Judge | undefined
  const eyes = { now: judge, before: { record: async (type: string, id: string) => then?.record(type, id) } }
  const cards = (interaction: string) => integration.card?.(interaction)

  const views = {
    interactions: createInteractions(configuration.webex !== undefined),
    records: createRecords(configuration, eyes, changed),
    withheld: createWithheld(configuration, cards),
    told: createTold(),
    marks: createMarks(),
  }
  const quiet = () => open.size === 0 && restless === 0 && centre.legs().every((leg) => centre.allowed(leg.contact).length === 0)
  /** The fastest that the clock went since something is under way: at ×60 a tenth of a second that the machine takes is six of the World's. */
  let fastest = 0
  /** Of the whole play, which is judged as one at its end. */
  let everFastest = 0
  const context = {
    crm,
    configuration,
    get slack() {
      return slackOf({ speed: fastest })
    },
  }
  const findings = createFindings(context, quiet, () => world.clock.now())
  const recorder = createRecorder((entry) => {
    const speed = world.clock.state().scale ?? 0
    everFastest = Math.max(everFastest, speed)
    fastest = open.size === 0 && restless === 0 ? speed : Math.max(fastest, speed)
    findings.on(entry)
    for (const view of Object.values(views)) view.on(entry)
    changed()
  })
  const add = (entry: TraceEntry) => {
    if (!ended.signal.aborted) recorder.add(entry)
  }

  const integration: Integration = integrationFor(configuration, centreSettings)
  // What comes before the beginning is nobody's to judge.
  let began = false
  const line = createLine(worlds, world, (exchange) => began && !ended.signal.aborted && recorder.exchange(exchange), changed)
  let hears: (notice: Notice) => void = () => {}
  await integration.start({ fetch: line.fetch, clock: world.clock, random: world.random('integration'), configuration, report: (notice) => hears(notice) })
  const centreOptions = { clock: world.clock, tenant: 'rehearsal', script: configuration.studioScript, settings: centreSettings }
  if (scenario.given.token !== 'none') {
    await signIn(
      integration,
      centreFor(configuration, { ...centreOptions, random: world.random('earlier') }),
      scenario,
      world,
      configuration.webex !== undefined,
    )
    await world.clock.advance(Math.max(0, scenario.given.start - world.clock.now()))
    if (scenario.given.token === 'expired') world.tokens.expireAll()
  }
  began = true
  const from = world.clock.now()
  for (const fault of scenario.given.faults) addFault(fault, { crm, addFault: (one) => void world.faults.add(one) })

  let repeated = scenario.given.delivery === 'twice'
  const doubled = twice(integration)
  const open = new Set<string>()
  /** Of an integration that goes on by itself, as a flow does. */
  let restless = 0
  const rest = async () => {
    restless++
    await integration.rest?.().catch(() => {})
    restless--
    changed()
  }
  const delivery = createDelivery({ deliver: (event) => (repeated ? doubled : integration).deliver(event) }, world.clock, (event, error) => {
    open.delete(event.id)
    add({ kind: 'delivered', at: world.clock.now(), event, ...(error === undefined ? {} : { error }) })
  })
  const centre = centreFor(configuration, { ...centreOptions, random: world.random('contact-centre') })
  const directed = createDirector({
    scenario,
    crm,
    world,
    centre,
    judge,
    recorder: { ...recorder, add },
    deliver(event) {
      open.add(event.id)
      delivery.deliver(event)
      void rest()
    },
  })
  /** What befalls the CRM itself is in no exchange of the integration. */
  const director: Director = {
    ...directed,
    async does(step, contact) {
      const refused = await directed.does(step, contact)
      if (step.verb.startsWith('world.')) views.records.others()
      return refused
    },
  }
  const unwatch = options.world.journal.watch((exchange) => views.records.others(exchange))
  hears = (notice) => {
    add({ kind: 'notice', at: world.clock.now(), notice })
    if (!ended.signal.aborted) directed.hears(notice)
  }

  return {
    crm,
    configuration,
    scenario,
    centre,
    director,
    judge,
    line,
    from,
    views,
    findings,
    opens() {
      then ??= judgeOn(unseen(options.world, worlds.snapshot(options.world)))
    },
    trace: recorder.entries,
    card: cards,
    slack: () => slackOf({ speed: everFastest }),
    deliverTwice(on) {
      repeated = on
    },
    async settle(patience) {
      await integration
        .rest?.()
        .catch((error: Error) => add({ kind: 'notice', at: world.clock.now(), notice: { kind: 'information', interaction: '', message: error.message } }))
      await delivery.settle(patience)
    },
    sleep: world.clock.sleep,
    end() {
      ended.abort()
      unwatch()
      void integration.stop().catch(() => {})
    },
  }
}

/** As in life: the integration signs in when it is given a call to look up. A flow does so in its own time, while the caller waits. */
async function signIn(integration: Integration, centre: Centre, scenario: Scenario, world: World, flow: boolean): Promise<void> {
  const cast = createCast({ ...scenario.given, times: 1, skills: [] }, world.random('earlier-cast'))
  const delivery = createDelivery(integration, world.clock, () => {})
  const tell = (happened: Performed['happened']) => {
    for (const one of happened) if ('event' in one) delivery.deliver(one.event)
  }
  const begun = centre.calls({ ...earlier, email: '' }, cast.skill('Support'))
  tell(begun.happened)
  if (flow) await world.clock.advance(MINUTE)
  const left = centre.perform(begun.legs[0].contact, { verb: 'contact.hangsUp' })
  if (!isImpossible(left)) tell(left.happened)
  await delivery.settle(MINUTE)
}
