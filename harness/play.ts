import { createFaults } from '../mocks/core/faults.ts'
import { worldFetch } from '../mocks/core/fetch.ts'
import { numbered } from '../mocks/core/journal/record.ts'
import type { Exchange } from '../mocks/core/journal.ts'
import type { World } from '../mocks/core/world.ts'
import { askWorld } from './ask/world.ts'
import { withPlainWay } from './ask.ts'
import type { CrmConfiguration } from './configuration/schema.ts'
import { demo } from './demo.ts'
import { type External, slackOf } from './external/external.ts'
import { linkReader } from './external/links.ts'
import { type FaultPlan, withFaults } from './fault-plans.ts'
import type { CustomerCard, Integration, Notice } from './integration.ts'
import { centreFor, fetchFor, integrationFor } from './platform.ts'
import { checked, isAboutConfiguration } from './play/checked.ts'
import { comeToRest, createDelivery, twice } from './play/delivery.ts'
import { createDirector } from './play/director.ts'
import { signInBefore } from './play/earlier.ts'
import { changesOf } from './play/records.ts'
import { openQuestions } from './play/unjudged.ts'
import { configurationComplaints, playConfiguration, playWorld } from './play/world.ts'
import type { Play, PlayResult } from './report/reporter.ts'
import { rules as allRules } from './rules/index.ts'
import { listening } from './rules/listening.ts'
import type { Finding, Rule } from './rules/rule.ts'
import { judges } from './scenario/crm/kinds.ts'
import type { Crm } from './scenario/crm/words.ts'
import type { Evidence } from './scenario/expect/evidence.ts'
import { excuse } from './scenario/expect/excuse.ts'
import { expectations } from './scenario/expect/index.ts'
import { highlight } from './scenario/highlight.ts'
import type { Scenario } from './scenario/scenario.ts'
import { addFault } from './scenario/verbs/world.ts'
import { createTraceHash } from './trace/hash.ts'
import { createRecorder, type Recorder } from './trace/recorder.ts'
import type { TraceEntry } from './trace.ts'

export interface PlayOptions {
  seed?: number
  /** What is under test; the default integration unless named. Called once a play. */
  integration?: () => Integration
  /** The user's own integration instead; of what the scenario expects, it is held to what it can be seen to do. */
  external?: External
  /** Mishaps that are laid over the scenario. */
  faults?: readonly FaultPlan[]
  /** Hears of each entry as it happens. */
  onEntry?: (entry: TraceEntry) => void
  rules?: readonly Rule[]
  /** The scenario's configuration for this CRM, where it has been read before. */
  configuration?: CrmConfiguration
  /** Passes the trace on and keeps nothing of it: for a long play without expectations, which rules judge on the way. */
  forgets?: boolean
  /** Looks, when all is judged, at what became of each record. */
  records?: boolean
}

/** How long an integration may still work when the last step is done, on the World's clock. */
const PATIENCE = 10 * 60_000

export const playOf = (scenario: Scenario, crm: Crm): Play => ({ scenario: scenario.id, title: scenario.title, crm, file: scenario.file })

/** Plays one scenario on one CRM, in a World of its own on a virtual clock. Throws a PlayError when its configuration cannot be used. */
export async function play(fair: Scenario, crm: Crm, options: PlayOptions = {}): Promise<PlayResult> {
  if (isAboutConfiguration(fair)) return { play: playOf(fair, crm), ...(await checked(fair, crm, options.onEntry)) }
  const { seed = demo.seed, external, faults = [] } = options
  const scenario = withFaults(fair, faults)
  const { worlds, world, credentials } = await playWorld(scenario, crm, seed, external?.speed, options.forgets && !external && !options.integration)
  const configuration = options.configuration ?? playConfiguration(scenario, crm, credentials)
  const wide = worldFetch(worlds, world)
  const fetch = withPlainWay(wide, askWorld(worlds, world, wide))
  const findings: Finding[] = []
  const slack = external ? slackOf(external) : 0
  const context = { crm, configuration, apart: external?.speed !== undefined, slack }
  const watchers = (options.rules ?? allRules).map((rule) => rule.watch(context, (finding) => findings.push({ rule: rule.id, ...finding })))
  const links = external ? linkReader() : undefined
  const hash = createTraceHash({ brief: options.forgets })
  const record = listening(watchers, [hash.add, ...(options.onEntry ? [options.onEntry] : [])])
  const recorder = createRecorder(record, { before: links?.before, forgets: options.forgets })

  const integration =
    external?.integration({ scenario: scenario.id, crm, worlds, world, credentials }) ??
    options.integration?.() ??
    integrationFor(configuration, scenario.given.settings.contactCentre ?? {})
  let hears: (notice: Notice) => void = () => {}
  await integration.start({
    fetch: fetchFor(configuration, world, fetch),
    clock: world.clock,
    random: world.random('integration'),
    configuration,
    report: (notice) => hears(notice),
  })
  await signInBefore(scenario, world, integration, configuration)

  const from = world.clock.now()
  const start = options.records ? worlds.snapshot(world) : undefined
  hears = (notice) => recorder.add({ kind: 'notice', at: world.clock.now(), notice })
  const judged = new WeakSet<Exchange>()
  const unwatch = recordExchanges(world, recorder, judged, options.forgets)
  for (const fault of scenario.given.faults) addFault(fault, { crm, addFault: (one) => void world.faults.add(one) })

  const cards = new Map<string, CustomerCard>()
  const delivery = createDelivery(scenario.given.delivery === 'twice' ? twice(integration) : integration, world.clock, (event, error) => {
    const card = integration.card?.(event.subject)
    if (card) cards.set(event.subject, card)
    const at = world.clock.now()
    recorder.add(error === undefined ? { kind: 'delivered', at, event } : { kind: 'delivered', at, event, error })
  })
  const centre = centreFor(configuration, {
    clock: world.clock,
    random: world.random('contact-centre'),
    tenant: 'rehearsal',
    script: configuration.studioScript,
    settings: scenario.given.settings.contactCentre ?? {},
  })
  const judge = judges[crm].judge(world, worldFetch(worlds, asJudged(world, judged)))
  const director = createDirector({ scenario, crm, world, centre, judge, recorder, deliver: delivery.deliver, terse: options.forgets })

  hears = (notice) => {
    recorder.add({ kind: 'notice', at: world.clock.now(), notice })
    director.hears(notice)
  }
  await director.perform()
  const { abandoned, stuck } = await comeToRest(delivery, integration, PATIENCE)
  for (const event of abandoned) {
    recorder.add({ kind: 'delivered', at: world.clock.now(), event, error: 'the integration was not done with it ten minutes after the last step' })
  }
  await integration.stop()
  const until = world.clock.now()
  recorder.settle()
  for (const watcher of watchers) watcher.end?.(until)
  unwatch()

  const evidence: Evidence = {
    crm,
    configuration,
    complaints: scenario.expect.some(({ kind }) => kind === 'warned' || kind === 'accepted') ? configurationComplaints(scenario, crm) : [],
    trace: recorder.entries(),
    from,
    until,
    slack,
    steps: director.played,
    copyOf: director.copyOf,
    card: (interaction) => cards.get(interaction),
    holds: judge.holds,
  }
  const unmet: PlayResult['unmet'] = []
  const unjudged = openQuestions(evidence.trace, links)
  // A flow may go another way under a mishap, and with it what the people on the call can do.
  if (faults.length === 0) unmet.push(...director.unmet)
  else
    unjudged.push(
      ...director.unmet.map(({ expected, happened, ...where }) => ({
        what: `the expectation of ${expected}`,
        why: `the step is of fair weather: ${happened}`,
        ...where,
      })),
    )
  if (stuck !== undefined) unmet.push({ at: until, expected: 'the integration to play to the end', happened: stuck, exchanges: [] })
  for (const { kind, args, line } of scenario.expect) {
    const found = (await (expectations[kind] as (typeof expectations)[string]).judge(args, evidence)).map((one) => ({ ...one, line }))
    const why =
      found.length > 0
        ? excuse(kind, { foreign: external !== undefined, card: cards.size > 0, faults: faults.map(({ name }) => name), trace: evidence.trace })
        : undefined
    if (why === undefined) unmet.push(...found)
    else unjudged.push(...found.map(({ expected, exchanges }) => ({ what: `the scenario's expectation of ${expected}`, why, line, exchanges })))
  }
  const trace = [...recorder.entries()]
  const records = start ? await changesOf(trace, judge, () => worlds.restore(world, start)) : undefined
  return {
    play: playOf(scenario, crm),
    findings,
    unmet,
    ...(unjudged.length > 0 ? { unjudged } : {}),
    ...(external?.output ? { output: external.output() } : {}),
    from,
    until,
    highlight: options.forgets ? '' : highlight(evidence),
    trace,
    ...(records ? { records } : {}),
    traceHash: hash.digits(),
  }
}

/** The journal of a play that forgets is emptied so often. */
const JOURNAL = 100

/** The World as the judge meets it: what is looked at for the rehearsal's own sake is no part of the mishap, nor of the trace. */
const asJudged = (world: World, judged: WeakSet<Exchange>): World => ({
  ...world,
  faults: createFaults(world.clock, world.random('no faults')),
  journal: {
    ...world.journal,
    close(exchange) {
      judged.add(exchange)
      world.journal.close(exchange)
    },
  },
})

/** The trace begins with exchange 1, whatever came before it. The judge's own requests are not the integration's. */
function recordExchanges(world: World, recorder: Recorder, judged: WeakSet<Exchange>, forgets = false): () => void {
  let ids = 0
  const numbers = new Map<number, number>()
  return world.journal.watch((exchange) => {
    if (judged.has(exchange)) return
    const id = numbers.get(exchange.id) ?? ++ids
    numbers.set(exchange.id, id)
    recorder.exchange(numbered(exchange, id))
    if (forgets && id % JOURNAL === 0) world.journal.clear()
  })
}
