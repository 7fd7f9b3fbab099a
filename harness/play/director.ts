import type { World } from '../../mocks/core/world.ts'
import type { Centre, Performed } from '../contact-centre/centre.ts'
import { explain, isImpossible } from '../contact-centre/impossible.ts'
import type { InteractionEvent } from '../events.ts'
import type { Notice } from '../integration.ts'
import type { PlayResult } from '../report/reporter.ts'
import { createCast } from '../scenario/cast.ts'
import type { Judge } from '../scenario/crm/judge.ts'
import type { Crm } from '../scenario/crm/words.ts'
import type { Scenario, Step } from '../scenario/scenario.ts'
import { type Stage, StageError } from '../scenario/stage.ts'
import { verbs } from '../scenario/verbs/index.ts'
import type { Recorder } from '../trace/recorder.ts'
import { disturbed } from './disturbance.ts'
import { stageFor, touchedLegs } from './stage.ts'

export interface Director {
  /** Does every step at its time, in every copy of the scenario; settles when after-call work that times out has done so too. */
  perform(): Promise<void>
  /** Does one step now, in every copy; `contact` says to which contact where names may not. Answers why it was not possible, if it was not. */
  does(step: Step, contact?: string): Promise<string | undefined>
  /** Settles when nothing is under way any more: after-call work that times out, events that are late. */
  rest(): Promise<void>
  readonly played: readonly { verb: string; copy: number; at: number }[]
  /** Steps that were impossible, or were not though they should have been. */
  readonly unmet: PlayResult['unmet']
  copyOf(interaction: string): number | undefined
  /** What the integration says may happen to a call of the contact centre. */
  hears(notice: Notice): void
}

export interface Direction {
  scenario: Scenario
  crm: Crm
  world: World
  centre: Centre
  judge: Judge
  recorder: Recorder
  deliver(event: InteractionEvent): void
  /** Nobody reads what the steps say. */
  terse?: boolean | undefined
}

/** Drives a scenario's steps on the clock and passes on what they make happen. */
export function createDirector({ scenario, crm, world, centre, judge, recorder, deliver, terse = false }: Direction): Director {
  const { clock } = world
  const cast = createCast(scenario.given, world.random('cast'))
  const touched = touchedLegs()
  const copies = Array.from({ length: scenario.given.times }, (_, i) => i + 1)
  const way = disturbed((event) => {
    recorder.add({ kind: 'event', at: clock.now(), event })
    deliver(event)
  }, clock)
  const stages = new Map(copies.map((copy) => [copy, stageFor(copy, crm, world, centre, cast, judge, touched, way)]))
  const interactions = new Map<string, number>()
  /** By contact, what stops its after-call work from ending by itself. */
  const timers = new Map<string, () => void>()
  const running: Promise<void>[] = []
  const played: { verb: string; copy: number; at: number }[] = []
  const unmet: PlayResult['unmet'] = []

  const happen = (copy: number, { legs, others = [], happened }: Performed): void => {
    touched.touch(copy, legs)
    for (const leg of legs) interactions.set(leg.interaction, copy)
    for (const one of happened) {
      if ('moment' in one) recorder.add({ kind: 'moment', at: clock.now(), moment: one.moment })
      else way.tell(one.event)
    }
    for (const leg of [...legs, ...others]) {
      if (leg.phase !== 'After Call Work') timers.get(leg.contact)?.()
      else if (leg.skill.acwTimeout !== null && !timers.has(leg.contact)) timeOut(leg.contact, leg.skill.acwTimeout, copy)
    }
  }
  /** After-call work ends by itself, unless the agent was quicker. */
  const timeOut = (contact: string, ms: number, copy: number) => {
    const over = new Promise<void>((resolve) => {
      const cancel = clock.alarm(ms, () => {
        const ended = centre.perform(contact, { verb: 'agent.finishesAcw', timedOut: true })
        if (!isImpossible(ended)) happen(copy, ended)
        resolve()
      })
      timers.set(contact, () => {
        timers.set(contact, NOTHING)
        cancel()
        resolve()
      })
    })
    running.push(over)
  }

  const act = async (step: Step, copy: number, contact?: string): Promise<string | undefined> => {
    const verb = verbs[step.verb] as (typeof verbs)[string]
    const stage = at(contact, stages.get(copy) as Stage)
    const now = clock.now()
    if (step.ifPossible && !isPossible(step, stage, centre)) return undefined
    // What is meant to be refused has not been done.
    if (!step.impossible) for (const one of isEverybodys(step) ? copies : [copy]) played.push({ verb: step.verb, copy: one, at: now })
    const says = terse ? step.verb : verb.says(named(step, stage)) + (copies.length > 1 ? ` (${copy} of ${copies.length})` : '')
    recorder.add({ kind: 'step', at: now, index: step.index, verb: step.verb, says, line: step.line })
    const went = await attempt(step, stage)
    if (typeof went === 'string') {
      if (!step.impossible) unmet.push({ at: now, expected: `${step.verb} to be possible`, happened: went, line: step.line, exchanges: [] })
      return went
    }
    if (went) happen(copy, went)
    if (step.impossible)
      unmet.push({ at: now, expected: `the contact centre to refuse ${step.verb}`, happened: 'it was possible', line: step.line, exchanges: [] })
    return undefined
  }

  /** The stage as it is for a step that names its contact by id. */
  const at = (contact: string | undefined, stage: Stage): Stage => {
    const leg = contact === undefined ? undefined : centre.leg(contact)
    return leg ? { ...stage, leg: () => leg } : stage
  }
  const does = async (step: Step, contact?: string): Promise<string | undefined> => {
    let refused: string | undefined
    for (const copy of isEverybodys(step) ? copies.slice(0, 1) : copies) refused = (await act(step, copy, contact)) ?? refused
    return refused
  }
  const rest = async () => {
    await Promise.all(running)
    await way.late()
  }

  return {
    played,
    unmet,
    does,
    rest,
    copyOf: (interaction) => interactions.get(interaction),
    hears(notice) {
      const performed = centre.hears?.(notice)
      if (performed) happen(interactions.get(notice.interaction) ?? 1, performed)
    },
    async perform() {
      const from = clock.now()
      for (const step of scenario.steps) {
        const due = step.at === undefined ? clock.now() + (step.after ?? 0) : from + step.at
        if (due > clock.now()) await clock.sleep(due - clock.now())
        await does(step)
      }
      await rest()
    },
  }
}

/** What happens to the systems happens once, however many copies there are; each copy has contacts of its own. */
const isEverybodys = ({ verb }: Pick<Step, 'verb'>): boolean => verb.startsWith('world.') && !CONTACTS.includes(verb)
const CONTACTS = ['world.deletesContact', 'world.mergesContact']

/** Once stopped, a timer is not started again for its contact. */
const NOTHING = () => {}

function isPossible({ verb, args }: Step, stage: Stage, centre: Centre): boolean {
  try {
    return centre.allowed(stage.leg(verb, args as object).contact).includes(verb)
  } catch (error) {
    if (error instanceof StageError) return false
    throw error
  }
}

/** What a step did, or why it could not be done. */
async function attempt({ verb, args }: Step, stage: Stage): Promise<Performed | undefined | string> {
  try {
    const done = await (verbs[verb] as (typeof verbs)[string]).run(args, stage)
    return done && isImpossible(done) ? explain(done) : done
  } catch (error) {
    if (error instanceof StageError) return error.message
    throw error
  }
}

/** A step's arguments with the names of the people it is about, where the steps before say them. */
function named({ verb, args }: Step, stage: Stage): unknown {
  if (!/^(agent|contact)\./.test(verb) || /\.(calls|chats|dials|leavesVoicemail|sendsWorkItem)$/.test(verb)) return args
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
