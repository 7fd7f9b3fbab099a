import { didYouMean } from '../../mocks/core/nearest.ts'
import { activities } from './activities/index.ts'
import { type Activity, type Flow, type FlowEvent, type Process, startOf, targetOf } from './format.ts'
import type { Here } from './here.ts'
import { createKeypad } from './keypad.ts'
import { type CallState, hereOf, over, type Path, tell } from './path.ts'
import { createProgress } from './progress.ts'
import type { CallFacts, FlowCall, FlowEnvironment } from './run.ts'
import { createVariables } from './variables.ts'

/** Outcomes that stand for success: exports of different years name the same port differently (recorded). */
const SUCCESS = ['default', 'out']

/** One call on its way through a flow: its variables, what activities gave out, and the paths that run. */
export function createCall(flow: Flow, call: CallFacts, env: FlowEnvironment): FlowCall {
  const stopped = new AbortController()
  const main = new AbortController()
  stopped.signal.addEventListener('abort', () => main.abort(over), { once: true })
  const begins = startOf(flow.main)
  const busy = createBusy()
  let queued = false
  let ended = false

  const state: CallState = {
    flow,
    call,
    env,
    variables: createVariables(flow.variables, env.variables ?? {}, env.globals ?? {}),
    outputs: new Map([[begins?.name ?? 'NewPhoneContact', { ANI: call.ani, DNIS: call.dnis, InteractionId: call.interaction }]]),
    keypad: createKeypad(),
    queue() {
      queued = true
      mainRests()
    },
  }
  const pathOf = (name: string, process: Process, signal: AbortSignal): Path => ({ name, process, signal, progress: createProgress(env.clock) })

  async function walk(from: Activity | undefined, path: Path): Promise<void> {
    let activity = from
    while (activity) {
      path.signal.throwIfAborted()
      const kind = Object.hasOwn(activities, activity.type) ? activities[activity.type] : undefined
      const here = hereOf(activity, path, state)
      if (!kind) return here.fault(`the activity "${activity.type}" is not imitated.${didYouMean(activity.type, Object.keys(activities))}`)
      path.progress.enter(activity, state.variables.version)
      here.tell({ did: 'entered', type: activity.type })
      const outcome = await kind(here)
      path.signal.throwIfAborted()
      if (outcome === undefined) {
        ended ||= activity.type === 'disconnect-contact'
        return
      }
      const next = follow(path.process, activity, outcome)
      here.tell({ did: 'left', by: outcome, ...(next ? { to: next.name } : {}) })
      if (!next && !SUCCESS.includes(outcome)) return await unhandled(here, outcome, path)
      activity = next
    }
  }

  /** An outcome that the flow has no link for is the business of OnGlobalError (source: the flow events, stated). */
  async function unhandled(here: Here, outcome: string, path: Path): Promise<void> {
    here.failed(here.activity.name, `It ended by "${outcome}", and no link is drawn from there.`)
    if (path.name !== 'GlobalErrorHandling') await runEvent('GlobalErrorHandling', path.signal)
  }

  async function runEvent(event: FlowEvent, signal: AbortSignal): Promise<void> {
    const first = flow.events.activities.get(flow.onEvents[event] ?? '')
    if (first) await walk(first, pathOf(event, flow.events, signal))
  }

  /** A call that no activity holds is not left on the line (inferred). */
  const afterMain = () => {
    if (queued || ended || main.signal.aborted) return
    ended = true
    tell(state, 'main', flow.name, { did: 'disconnected' })
  }
  /** What the agent's desktop shows of the call: the call-associated data. */
  const show = () => {
    const values = state.variables.all()
    const shown = flow.variables
      .filter(({ cad }) => cad)
      .map(({ name, desktopLabel }) => ({ label: desktopLabel || name, value: state.variables.blot(values[name] ?? '') }))
    if (shown.length > 0) tell(state, 'AgentContactAssigned', flow.name, { did: 'shown', values: shown })
  }

  const mainRests = busy.begin()
  const done = quietly(walk(begins, pathOf('main', flow.main, main.signal)).then(afterMain)).finally(mainRests)
  // Heard by whoever asks for it; a flow at fault must not end the process.
  done.catch(() => {})

  return {
    presses: state.keypad.press,
    async happens(event) {
      if (event === 'AgentContactAssigned' || event === 'ContactEnded') main.abort(over)
      if (event === 'AgentContactAssigned') show()
      ended ||= event === 'ContactEnded'
      await quietly(runEvent(event, stopped.signal)).finally(busy.begin())
    },
    done,
    rest: busy.idle,
    variables: state.variables.all,
    stop: () => stopped.abort(over),
  }
}

const quietly = (work: Promise<void>): Promise<void> =>
  work.catch((error: unknown) => {
    if (error !== over) throw error
  })

/** Counts what is under way. */
function createBusy() {
  let under = 0
  let waiting: (() => void)[] = []
  return {
    /** Answers what to call when it is over; calling it again does nothing. */
    begin(): () => void {
      let open = true
      under++
      return () => {
        if (!open) return
        open = false
        if (--under > 0) return
        for (const resolve of waiting) resolve()
        waiting = []
      }
    },
    idle: (): Promise<void> => (under === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}

function follow(process: Process, { id }: Activity, outcome: string): Activity | undefined {
  const names = SUCCESS.includes(outcome) ? [outcome, ...SUCCESS] : [outcome]
  return names.map((name) => targetOf(process, id, name)).find((target) => target !== undefined)
}
