import { hostDelay } from '../../../mocks/core/clock.ts'
import { ControlError } from '../../../mocks/core/control/answers.ts'
import type { World, Worlds } from '../../../mocks/core/world.ts'
import type { CrmConfiguration } from '../../configuration/schema.ts'
import type { Crm } from '../../scenario/crm/words.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { DeskCommand } from '../protocol.ts'
import { act } from './act.ts'
import { freePlay } from './cast.ts'
import { createDraft, type Draft } from './draft.ts'
import { expectedOf } from './expected.ts'
import { createSwitches, type Switches } from './faults.ts'
import { createPerformance, type Performance } from './performance.ts'
import { DeskError } from './problem.ts'
import { createSession, type Session } from './session.ts'
import { settle } from './settle.ts'
import { becomeScenario, type Leave } from './stage-world.ts'

/** So many people a desk remembers; then it wants to be cleared. */
const MOST_PEOPLE = 200
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
  /** Faults that are to be on when free play goes on. */
  let lifted: readonly string[] = []
  /** Commands are done one after the other. */
  let queue: Promise<unknown> = Promise.resolve()

  const free = async (): Promise<Stage> => {
    const { configuration, name } = configurationFor(crm)
    const session = await createSession({ worlds, world, crm, configuration, scenario: freePlay(crm, name, configuration.webex !== undefined), changed })
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
  /** Ends what goes wrong in free play, to be laid anew when it goes on; or in a scenario, which ends with it. */
  const liftFaults = async (): Promise<void> => {
    const { switches, performance } = await stage()
    if (performance) return world.faults.clear()
    lifted = switches.list().flatMap(({ name, on }) => (on ? [name] : []))
    for (const name of lifted) await switches.switch(name, false)
  }
  /** Faults stay on until they are switched off: they are laid on the CRM of the play that begins, and belong to it. */
  const beginFree = async (): Promise<void> => {
    await liftFaults()
    await begin(free)
    await layFaults()
  }
  const layFaults = async (): Promise<void> => {
    for (const name of lifted) await switchFault(name, true)
    lifted = []
  }
  /** Free play's people are in the CRM as soon as something is done with it. */
  const settled = async (): Promise<void> => {
    const { session, draft } = await stage()
    if (draft) await settle(worlds, world, crm, session.scenario.given)
  }
  const switchFault = async (name: string, on: boolean): Promise<void> => {
    await settled()
    await (await stage()).switches.switch(name, on)
  }
  /** Looked for before anything ends: a desk keeps what it has when there is no such scenario. */
  const chosen = async (id: string, wanted: Crm | undefined): Promise<void> => {
    const found = scenarioFor(id, wanted)
    await liftFaults()
    try {
      await begin(() => perform(found))
    } catch (error) {
      await layFaults()
      throw error
    }
  }
  const performance = async (): Promise<Performance> => {
    const { performance } = await stage()
    if (performance) return performance
    throw new DeskError('no-scenario', 'No scenario has been chosen.', { expected: '{"do":"scenario.chooses","id":"voice/agent-finishes-acw"}' })
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
        return await act(command, world, await stage(), settled)
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
      lifted = []
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
