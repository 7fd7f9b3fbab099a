import type { World } from '../../../mocks/core/world.ts'
import { configurationComplaints } from '../../play/world.ts'
import type { Evidence } from '../../scenario/expect/evidence.ts'
import { expectations } from '../../scenario/expect/index.ts'
import type { Scenario, Step } from '../../scenario/scenario.ts'
import { verbs } from '../../scenario/verbs/index.ts'
import type { ScenarioRow, ScenarioView } from '../protocol.ts'
import { DeskError } from './problem.ts'
import type { Session } from './session.ts'

/** How long the integration may still work when the last step is done, as in a play. */
const PATIENCE = 10 * 60_000

type Verdict = NonNullable<ScenarioView['verdict']>

/** A scenario on its way: step by step by hand, or at its own times. */
export interface Performance {
  view(): ScenarioView
  /** Does the next step; `jump`: when its time has come, to which the clock is moved. Settles when it is done; throws at once where there is nothing to do. */
  next(jump: boolean): Promise<void>
  run(): void
  pause(): void
}

export const rowOf = ({ id, title, story, crm, rules, steps }: Scenario): ScenarioRow => ({
  id,
  title,
  ...(story ? { story } : {}),
  crm: [...crm],
  rules: [...rules],
  steps: steps.length,
})

export function createPerformance(world: World, session: Session, changed: () => void): Performance {
  const { scenario, director, from } = session
  const { clock } = world
  session.opens()
  const done = new Map<number, { at: number; refused: boolean }>()
  let state: ScenarioView['state'] = 'waiting'
  let at = 0
  let last = from
  let running: AbortController | undefined
  let verdict: Verdict | undefined

  const dueOf = (step: Step): number => (step.at === undefined ? last + (step.after ?? 0) : from + step.at)
  const become = (next: ScenarioView['state']) => {
    state = next
    changed()
  }
  const act = async (step: Step): Promise<void> => {
    become('doing')
    done.set(at, { at: clock.now(), refused: false })
    const refused = await director.does(step)
    if (refused !== undefined) done.set(at, { at: clock.now(), refused: true })
    at++
    last = clock.now()
  }
  const ahead = async (): Promise<void> => {
    if (at < scenario.steps.length) return become(running ? 'running' : 'waiting')
    become('doing')
    await director.rest()
    await session.settle(PATIENCE)
    verdict = await judged(session, clock.now())
    running = undefined
    become('over')
  }
  /** A step that cannot be done for a reason that no scenario foresees. */
  const broken = (error: unknown): void => {
    const happened = error instanceof Error ? error.message : String(error)
    verdict = { held: false, unmet: [{ at: clock.now(), expected: 'the scenario to be played to its end', happened, exchanges: [] }] }
    running = undefined
    become('over')
  }
  const free = (): Step => {
    const step = scenario.steps[at]
    if (!step || state === 'over')
      throw new DeskError('no-scenario', 'The scenario is over.', { expected: '{"do":"scenario.restarts"} or {"do":"scenario.leaves"}' })
    if (state !== 'waiting') throw new DeskError('busy', 'The scenario is at a step that takes its time; the clock must go on.')
    return step
  }

  const go = async (step: Step, jump: boolean): Promise<void> => {
    become('doing')
    if (jump && dueOf(step) > clock.now()) await clock.advance(dueOf(step) - clock.now())
    await act(step)
    await ahead()
  }

  return {
    view: () => ({
      ...rowOf(scenario),
      state,
      startedAt: from,
      script: scenario.steps.map((step, i) => {
        const past = done.get(i)
        return {
          index: step.index,
          verb: step.verb,
          args: step.args,
          says: (verbs[step.verb] as (typeof verbs)[string]).says(step.args),
          ...(step.at === undefined ? {} : { due: step.at }),
          done: past ? (past.refused ? 'refused' : 'yes') : i === at ? 'next' : 'no',
          ...(past ? { at: past.at } : {}),
          impossible: step.impossible,
        }
      }),
      ...(verdict ? { verdict } : {}),
    }),
    next(jump) {
      return go(free(), jump).catch(broken)
    },
    run() {
      free()
      const mine = new AbortController()
      running = mine
      const play = async () => {
        while (running === mine && at < scenario.steps.length) {
          const step = scenario.steps[at] as Step
          become('running')
          if (dueOf(step) > clock.now()) await session.sleep(dueOf(step) - clock.now(), mine.signal)
          if (running === mine) await act(step)
        }
        await ahead()
      }
      play().catch((error: unknown) => mine.signal.aborted || broken(error))
    },
    pause() {
      running?.abort()
      running = undefined
      if (state === 'running') become('waiting')
    },
  }
}

/** What the scenario expects, judged as in a play; the rules have their say too. */
async function judged(session: Session, until: number): Promise<Verdict> {
  const { scenario, crm, configuration, director, judge, from, trace, card, slack } = session
  const evidence: Evidence = {
    crm,
    configuration,
    complaints: scenario.expect.some(({ kind }) => kind === 'warned' || kind === 'accepted') ? configurationComplaints(scenario, crm) : [],
    trace: trace(),
    from,
    until,
    steps: director.played,
    copyOf: director.copyOf,
    card,
    holds: judge.holds,
    slack: slack(),
  }
  const unmet: Verdict['unmet'] = director.unmet.map(({ at, expected, happened, exchanges }) => ({ at, expected, happened, exchanges }))
  for (const { kind, args } of scenario.expect) {
    const found = await (expectations[kind] as (typeof expectations)[string]).judge(args, evidence)
    unmet.push(...found.map(({ at, expected, happened, exchanges }) => ({ at, expected, happened, exchanges })))
  }
  return { held: unmet.length === 0 && session.findings.list().length === 0, unmet }
}
