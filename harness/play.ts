import { worldFetch } from '../mocks/core/fetch.ts'
import type { World } from '../mocks/core/world.ts'
import type { CrmConfiguration } from './configuration/schema.ts'
import { createCentre, type Performed } from './contact-centre/centre.ts'
import { explain, isImpossible } from './contact-centre/impossible.ts'
import { cxone } from './cxone/index.ts'
import type { CustomerCard, Integration, Notice } from './integration.ts'
import { createDelivery } from './play-delivery.ts'
import { stageFor, touchedLegs } from './play-stage.ts'
import { earlier, lead, playConfiguration, playWorld } from './play-world.ts'
import type { Play, PlayResult } from './report/reporter.ts'
import { rules as allRules } from './rules/index.ts'
import type { Finding, Rule } from './rules/rule.ts'
import { createCast } from './scenario/cast.ts'
import { JUDGE_AGENT, judges } from './scenario/crm/judge.ts'
import type { Crm } from './scenario/crm/words.ts'
import type { Evidence } from './scenario/expect/evidence.ts'
import { expectations } from './scenario/expect/index.ts'
import { highlight } from './scenario/highlight.ts'
import type { Scenario, Step } from './scenario/scenario.ts'
import { type Stage, StageError } from './scenario/stage.ts'
import { verbs } from './scenario/verbs/index.ts'
import { addFault } from './scenario/verbs/world.ts'
import type { TraceEntry } from './trace.ts'
import { traceHash } from './trace-hash.ts'
import { createRecorder, type Recorder } from './trace-recorder.ts'

export interface PlayOptions {
  seed?: number
  /** What is under test; the default integration unless named. Called once a play. */
  integration?: () => Integration
  /** Hears of each entry as it happens. */
  onEntry?: (entry: TraceEntry) => void
  rules?: readonly Rule[]
}

/** How long an integration may still work when the last step is done, on the World's clock. */
const PATIENCE = 10 * 60_000

export const playOf = (scenario: Scenario, crm: Crm): Play => ({ scenario: scenario.id, title: scenario.title, crm, file: scenario.file })

/** Plays one scenario on one CRM, in a World of its own on a virtual clock. Throws a PlayError when its configuration cannot be used. */
export async function play(scenario: Scenario, crm: Crm, options: PlayOptions = {}): Promise<PlayResult> {
  const { seed = 1, integration: make = () => cxone({ contactEndsFirst: scenario.given.settings.contactCentre?.contactEndsFirst ?? 'both' }) } = options
  const { worlds, world, credentials } = await playWorld(scenario, crm, seed)
  const configuration = playConfiguration(scenario, crm, credentials)
  const fetch = worldFetch(worlds, world)
  const findings: Finding[] = []
  const unmet: PlayResult['unmet'] = []
  const watchers = (options.rules ?? allRules).map((rule) => rule.watch({ crm, configuration }, (finding) => findings.push({ rule: rule.id, ...finding })))
  const recorder = createRecorder((entry) => {
    for (const watcher of watchers) watcher.on(entry)
    options.onEntry?.(entry)
  })

  const integration = make()
  let hears: (notice: Notice) => void = () => {}
  await integration.start({ fetch, clock: world.clock, random: world.random('integration'), configuration, report: (notice) => hears(notice) })
  await signInBefore(scenario, world, integration, configuration)

  const from = world.clock.now()
  hears = (notice) => recorder.add({ kind: 'notice', at: world.clock.now(), notice })
  const unwatch = recordExchanges(world, recorder)
  for (const fault of scenario.given.faults) addFault(fault, { crm, addFault: (one) => void world.faults.add(one) })

  const cards = new Map<string, CustomerCard>()
  const delivery = createDelivery(integration, world.clock, (event, error) => {
    const card = integration.card?.(event.subject)
    if (card) cards.set(event.subject, card)
    recorder.add({ kind: 'delivered', at: world.clock.now(), event, ...(error === undefined ? {} : { error }) })
  })
  const centre = createCentre({
    clock: world.clock,
    random: world.random('contact-centre'),
    tenant: 'rehearsal',
    script: configuration.studioScript,
    settings: settingsOf(scenario),
  })
  const judge = judges[crm].judge(world, fetch)
  const cast = createCast(scenario.given, world.random('cast'))
  const touched = touchedLegs()
  const copies = Array.from({ length: scenario.given.times }, (_, i) => i + 1)
  const stages = new Map(copies.map((copy) => [copy, stageFor(copy, crm, world, centre, cast, judge, touched)]))
  const copyOf = new Map<string, number>()
  const played: { verb: string; copy: number; at: number }[] = []

  const happen = (copy: number, performed: Performed): void => {
    touched.touch(copy, performed.legs)
    for (const leg of performed.legs) copyOf.set(leg.interaction, copy)
    for (const one of performed.happened) {
      if ('moment' in one) recorder.add({ kind: 'moment', at: world.clock.now(), moment: one.moment })
      else {
        recorder.add({ kind: 'event', at: world.clock.now(), event: one.event })
        delivery.deliver(one.event)
      }
    }
    for (const leg of performed.legs) {
      if (leg.media === 'voice' && leg.phase === 'After Call Work' && leg.skill.acwTimeout !== null && leg.changedAt === world.clock.now()) {
        void timeOut(leg.contact, leg.skill.acwTimeout, copy)
      }
    }
  }
  const timeOut = async (contact: string, ms: number, copy: number) => {
    await world.clock.sleep(ms)
    const ended = centre.allowed(contact).includes('agent.finishesAcw') ? centre.perform(contact, { verb: 'agent.finishesAcw' }) : undefined
    if (ended && !isImpossible(ended)) happen(copy, ended)
  }
  const act = async (step: Step, copy: number): Promise<void> => {
    const verb = verbs[step.verb] as (typeof verbs)[string]
    const stage = stages.get(copy) as Stage
    const at = world.clock.now()
    played.push({ verb: step.verb, copy, at })
    const says = verb.says(named(step, stage)) + (copies.length > 1 ? ` (${copy} of ${copies.length})` : '')
    recorder.add({ kind: 'step', at, index: step.index, verb: step.verb, says, line: step.line })
    const expected = step.impossible ? `the contact centre to refuse ${step.verb}` : `${step.verb} to be possible`
    try {
      const done = await verb.run(step.args, stage)
      if (done && isImpossible(done)) {
        if (!step.impossible) unmet.push({ at, expected, happened: explain(done), line: step.line, exchanges: [] })
        return
      }
      if (done) happen(copy, done)
      if (step.impossible) unmet.push({ at, expected, happened: 'it was possible', line: step.line, exchanges: [] })
    } catch (error) {
      if (!(error instanceof StageError)) throw error
      unmet.push({ at, expected, happened: error.message, line: step.line, exchanges: [] })
    }
  }

  for (const step of scenario.steps) {
    const due = step.at === undefined ? world.clock.now() + (step.after ?? 0) : from + step.at
    if (due > world.clock.now()) await world.clock.sleep(due - world.clock.now())
    const shared = step.verb.startsWith('world.')
    for (const copy of shared ? copies.slice(0, 1) : copies) await act(step, copy)
  }
  const abandoned = await delivery.settle(PATIENCE)
  for (const event of abandoned) {
    recorder.add({ kind: 'delivered', at: world.clock.now(), event, error: 'the integration was not done with it ten minutes after the last step' })
  }
  await integration.stop()
  const until = world.clock.now()
  for (const watcher of watchers) watcher.end?.(until)
  unwatch()

  const evidence: Evidence = {
    crm,
    configuration,
    trace: recorder.entries(),
    from,
    until,
    steps: played,
    copyOf: (interaction) => copyOf.get(interaction),
    card: (interaction) => cards.get(interaction),
    holds: judge.holds,
  }
  for (const { kind, args, line } of scenario.expect) {
    const found = await (expectations[kind] as (typeof expectations)[string]).judge(args, evidence)
    unmet.push(...found.map((one) => ({ ...one, line })))
  }
  const trace = [...recorder.entries()]
  return { play: playOf(scenario, crm), findings, unmet, from, until, highlight: highlight(evidence), trace, traceHash: traceHash(trace) }
}

/** A step's arguments with the names of the people it is about, where the steps before say them. */
function named({ verb, args }: Step, stage: Stage): unknown {
  if (!/^(agent|contact)\./.test(verb) || /\.(calls|chats|dials)$/.test(verb)) return args
  try {
    const { agent, customer } = stage.leg(verb, args as object)
    return {
      ...(agent && verb !== 'agent.conferences' ? { agent: agent.name } : {}),
      ...(verb.startsWith('contact.') ? { contact: customer.name } : {}),
      ...(args as object),
    }
  } catch (error) {
    if (error instanceof StageError) return args
    throw error
  }
}

const settingsOf = (scenario: Scenario) => {
  const { contactEndsFirst, outboundDnis } = scenario.given.settings.contactCentre ?? {}
  return { ...(contactEndsFirst ? { contactEndsFirst } : {}), ...(outboundDnis ? { outboundDnis } : {}) }
}

/** The trace begins with exchange 1, whatever came before it. The judge's own requests are not the integration's. */
function recordExchanges(world: World, recorder: Recorder): () => void {
  let ids = 0
  const numbers = new Map<number, number>()
  return world.journal.watch((exchange) => {
    if (exchange.request.headers['user-agent'] === JUDGE_AGENT) return
    const id = numbers.get(exchange.id) ?? ++ids
    numbers.set(exchange.id, id)
    recorder.exchange({ ...exchange, id })
  })
}

/**
 * Lets the integration sign in before the scenario begins, the way it does in life: it is given a call to look up. Then time
 * runs until the scenario's start; where its token should be dead and the CRM lets tokens live longer, it is ended.
 */
async function signInBefore(scenario: Scenario, world: World, integration: Integration, configuration: CrmConfiguration): Promise<void> {
  const { token, start } = scenario.given
  if (token === 'none') return
  const centre = createCentre({ clock: world.clock, random: world.random('earlier'), tenant: 'rehearsal', script: configuration.studioScript })
  const delivery = createDelivery(integration, world.clock, () => {})
  const cast = createCast({ ...scenario.given, times: 1, skills: [] }, world.random('earlier-cast'))
  const begun = centre.calls({ ...earlier, email: '' }, cast.skill('Support'))
  const left = centre.perform(begun.legs[0].contact, { verb: 'contact.hangsUp' })
  for (const one of [...begun.happened, ...(isImpossible(left) ? [] : left.happened)]) if ('event' in one) delivery.deliver(one.event)
  await delivery.settle(Math.min(PATIENCE, lead[token] - 60_000))
  await world.clock.sleep(start - world.clock.now())
  if (token === 'expired') world.tokens.expireAll()
}
