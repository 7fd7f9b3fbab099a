import { hostDelay } from '../../../mocks/core/clock.ts'
import { ControlError, read } from '../../../mocks/core/control-answers.ts'
import { didYouMean } from '../../../mocks/core/nearest.ts'
import type { World, Worlds } from '../../../mocks/core/world.ts'
import type { CrmConfiguration } from '../../configuration/schema.ts'
import type { Crm } from '../../scenario/crm/words.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { verbNames, verbs } from '../../scenario/verbs/index.ts'
import type { DeskCommand } from '../protocol.ts'
import { freePlay } from './cast.ts'
import { createDraft, type Draft } from './draft.ts'
import { expectedOf } from './expected.ts'
import { createSwitches, type Switches } from './faults.ts'
import { createPerformance, type Performance } from './performance.ts'
import { DeskError } from './problem.ts'
import { createSession, type Session } from './session.ts'
import { settle } from './settle.ts'
import { becomeScenario, type Leave } from './stage-world.ts'

/** So many interactions, people and steps a desk remembers; then it wants to be cleared. */
const MOST_INTERACTIONS = 300
const MOST_PEOPLE = 200
const MOST_STEPS = 5000
/** Characters of one message: more than any CRM field of the library holds. */
const LONGEST_MESSAGE = 200_000
/** What is done within so much host time is in the answer, in ms; the rest comes by the stream. */
const AT_ONCE = 50

export interface DeskOptions {
  worlds: Worlds
  world: World
  /** Those for which there is a configuration. */
  crms(): readonly Crm[]
  /** The configuration in use for a CRM in free play, with its name as scenarios say it. */
  configurationFor(crm: Crm): { configuration: CrmConfiguration; name: string }
  /** A scenario of the library with its configuration. Throws a ControlError when there is none. */
  scenarioFor(id: string, crm: Crm | undefined): { scenario: Scenario; crm: Crm; configuration: CrmConfiguration }
  changed(): void
}

/** What is going on at a desk now. */
export interface Stage {
  session: Session
  switches: Switches
  /** In free play. */
  draft?: Draft
  /** Of the token when free play began. */
  token: 'none' | 'expired'
  performance?: Performance
}

export interface Desk {
  readonly world: World
  /** The play that is on; made when it is first asked for. */
  stage(): Promise<Stage>
  does(command: DeskCommand): Promise<void>
  /** Free play as a scenario file. */
  yaml(title: string, story: string | undefined): Promise<string>
  /** The World is not what it was: everything begins anew. */
  renew(): void
  end(): void
}

export function createDesk({ worlds, world, crms, configurationFor, scenarioFor, changed }: DeskOptions): Desk {
  let crm: Crm = crms()[0] ?? 'dynamics'
  let current: Promise<Stage> | undefined
  let leave: Leave | undefined
  /** Commands are done one after the other. */
  let queue: Promise<unknown> = Promise.resolve()

  const free = async (): Promise<Stage> => {
    const { configuration, name } = configurationFor(crm)
    const session = await createSession({ worlds, world, crm, configuration, scenario: freePlay(crm, name), changed })
    const draft = createDraft()
    const known = world.tokens.latest(crm === 'zendesk' ? 'zendesk' : 'entra', configuration.authentication.clientId)
    return { session, draft, switches: createSwitches(world, session, draft), token: known && !world.tokens.alive(known) ? 'expired' : 'none' }
  }
  const perform = async (found: ReturnType<DeskOptions['scenarioFor']>): Promise<Stage> => {
    crm = found.crm
    world.faults.clear()
    leave = becomeScenario(worlds, world, found.scenario, crm)
    const session = await createSession({ worlds, world, ...found, changed })
    return { session, switches: createSwitches(world, session, undefined), token: 'none', performance: createPerformance(world, session, changed) }
  }
  const stage = (): Promise<Stage> => (current ??= free())
  const giveBack = () => {
    leave?.settings()
    leave?.records()
    leave = undefined
  }
  /** Ends what is on, gives the World back where that was a scenario, and begins the next. Who looks in the meantime waits for it. */
  const begin = async (make: () => Promise<Stage>): Promise<void> => {
    const before = current
    const next = (async () => {
      if (before) (await before.catch(() => undefined))?.session.end()
      giveBack()
      return await make()
    })()
    current = next
    try {
      await next
    } catch (error) {
      if (current === next) current = undefined
      giveBack()
      throw error
    }
  }
  /** Faults stay on until they are switched off: they are laid anew for the play that begins, on its CRM, and belong to it. Those of a scenario end with it. */
  const beginFree = async (): Promise<void> => {
    const { switches, performance } = await stage()
    if (performance) world.faults.clear()
    const on = performance ? [] : switches.list().filter((fault) => fault.on)
    for (const { name } of on) await switches.switch(name, false)
    await begin(free)
    for (const { name } of on) await switchFault(name, true)
  }
  const switchFault = async (name: string, on: boolean): Promise<void> => {
    const { session, draft, switches } = await stage()
    if (draft) await settle(worlds, world, crm, session.scenario.given)
    await switches.switch(name, on)
  }
  /** Looked for before anything ends: a desk keeps what it has when there is no such scenario. */
  const chosen = async (id: string, wanted: Crm | undefined): Promise<void> => {
    const found = scenarioFor(id, wanted)
    await begin(() => perform(found))
  }
  const performance = async (): Promise<Performance> => {
    const { performance } = await stage()
    if (performance) return performance
    throw new DeskError('no-scenario', 'No scenario has been chosen.', { expected: '{"do":"scenario.chooses","id":"voice/agent-finishes-acw"}' })
  }

  const act = async ({ do: name, contact, args = {} }: Extract<DeskCommand, { args?: unknown }>): Promise<void> => {
    const verb = verbs[name]
    if (!verb) throw new ControlError(400, `Nobody can do "${name}".${didYouMean(name, verbNames)}`, { expected: 'a verb of docs/scenarios.md' })
    if (name === 'world.waits') throw new ControlError(400, 'A desk does not wait: move the clock.', { expected: 'POST /_sim/clock {"advance":"2h"}' })
    const { text = '', repeat = 1 } = args
    if (String(text).length * Number(repeat) > LONGEST_MESSAGE) throw new ControlError(413, `The message is longer than ${LONGEST_MESSAGE} characters.`)
    const example = `{"do":"${name}","args":{...}}, as in a scenario`
    const parsed = read(verb.args, args, example)
    const { session, draft } = await stage()
    if (draft) await settle(worlds, world, crm, session.scenario.given)
    session.opens()
    const { centre, director } = session
    const leg = contact === undefined ? undefined : centre.legs().find((one) => one.contact === contact)
    if (contact !== undefined && !leg) throw new ControlError(404, `The desk has no contact ${contact}.`, { got: contact })
    const interactions = new Set(centre.legs().map(({ interaction }) => interaction)).size
    const full = interactions >= MOST_INTERACTIONS ? `${interactions} interactions` : director.played.length >= MOST_STEPS ? `${MOST_STEPS} steps` : undefined
    if (full) throw new DeskError('too-many', `The desk remembers ${full}: clear it first.`, { expected: '{"do":"desk.clears"}' })
    const at = Math.max(0, world.clock.now() - session.from)
    const refused = await director.does({ index: (draft?.steps ?? 0) + 1, verb: name, args: parsed, impossible: false, line: 0 }, contact)
    if (refused !== undefined) throw new DeskError('impossible', refused, { got: { do: name, contact } })
    draft?.step(at, name, args, leg)
  }

  const run = async (command: DeskCommand): Promise<void> => {
    switch (command.do) {
      case 'cast.adds': {
        const { scenario } = (await stage()).session
        const { contacts } = scenario.given
        if (contacts.length >= MOST_PEOPLE)
          throw new DeskError('too-many', `There are ${MOST_PEOPLE} people already: clear the desk first.`, { expected: '{"do":"desk.clears"}' })
        if (contacts.some(({ name }) => name === command.name)) throw new ControlError(409, `There is "${command.name}" already.`)
        const { name, phone = '', email } = command
        contacts.push({ name, phone, ...(email ? { email } : {}), inCrm: false })
        return
      }
      case 'time.steps': {
        const next = world.clock.next()
        if (next !== undefined) await world.clock.advance(Math.max(0, next - world.clock.now()))
        return
      }
      case 'crm.chooses':
        configurationFor(command.crm)
        crm = command.crm
        return await beginFree()
      case 'desk.clears':
        return await beginFree()
      case 'fault.switches':
        return await switchFault(command.name, command.on)
      case 'scenario.chooses':
        if (world.durability)
          throw new ControlError(409, `World "${world.id}" is kept in a folder; a scenario would overwrite it. Play it at a desk of its own.`)
        return await chosen(command.id, command.crm)
      case 'scenario.restarts': {
        await performance()
        const { session } = await stage()
        return await chosen(session.scenario.id, session.crm)
      }
      case 'scenario.leaves':
        await performance()
        return await beginFree()
      case 'scenario.next': {
        const play = await performance()
        // A step may take its time on the clock; who asked does not wait for that.
        const done = play.next(command.jump ?? true)
        await Promise.race([done, hostDelay(AT_ONCE)])
        return
      }
      case 'scenario.runs':
        return (await performance()).run()
      case 'scenario.pauses':
        return (await performance()).pause()
      default:
        return await act(command)
    }
  }

  return {
    world,
    stage,
    async does(command) {
      const turn = queue.then(() => run(command))
      queue = turn.catch(() => {})
      try {
        await turn
      } finally {
        changed()
      }
    },
    async yaml(title, story) {
      const { session, draft, token } = await stage()
      if (!draft || draft.steps === 0) throw new DeskError('nothing-played', 'There is nothing to save: nothing has been played freely.')
      await session.views.records.seen()
      const expect = expectedOf(
        session,
        session.views.records.list(() => undefined),
        session.views.withheld.list(),
      )
      return draft.yaml({ title, ...(story ? { story } : {}), scenario: session.scenario, from: session.from, token, expect })
    },
    renew() {
      leave?.settings()
      leave = undefined
      const before = current
      current = undefined
      void before?.then(({ session }) => session.end()).catch(() => {})
      changed()
    },
    end() {
      void current?.then(({ session }) => session.end()).catch(() => {})
      current = undefined
    },
  }
}
