import { didYouMean } from '../../mocks/core/nearest.ts'
import { activities } from './activities/index.ts'
import { render, type Scope, worthOf } from './expressions/evaluate.ts'
import { asText, ExpressionError, type Value } from './expressions/value.ts'
import { type Activity, type Flow, type FlowEvent, type Process, startOf, targetOf } from './format.ts'
import type { Here } from './here.ts'
import { createKeypad } from './keypad.ts'
import type { FlowDeed } from './notice.ts'
import { createProgress, type Progress } from './progress.ts'
import { type CallFacts, type FlowCall, type FlowEnvironment, FlowFault } from './run.ts'
import { createVariables, WrongType } from './variables.ts'

/** A path that is over because the call went on without it; nobody's fault. */
const over = Symbol('over')

/** Outcomes that stand for success: exports of different years name the same port differently (recorded). */
const SUCCESS = ['default', 'out']

interface Path {
  progress: Progress
  name: string
  process: Process
  signal: AbortSignal
}

/** One call on its way through a flow: its variables, what activities gave out, and the paths that run. */
export function createCall(flow: Flow, call: CallFacts, env: FlowEnvironment): FlowCall {
  const variables = createVariables(flow.variables, env.variables ?? {})
  const outputs = new Map<string, Record<string, Value>>()
  const keypad = createKeypad()
  const stopped = new AbortController()
  const main = new AbortController()
  stopped.signal.addEventListener('abort', () => main.abort(over), { once: true })
  let busy = 0
  let queued = false
  let ended = false
  let resting: (() => void)[] = []

  const blotted = (deed: FlowDeed): FlowDeed =>
    Object.fromEntries(Object.entries(deed).map(([name, value]) => [name, typeof value === 'string' ? variables.blot(value) : value])) as FlowDeed
  const begin = () => void busy++
  const finish = () => {
    if (--busy > 0) return
    for (const resolve of resting) resolve()
    resting = []
  }
  let mainBusy = true
  const finishMain = () => {
    if (mainBusy) finish()
    mainBusy = false
  }
  const scope = (): Scope => ({
    now: env.clock.now(),
    lookup: (name) => {
      const known = variables.get(name) ?? outputs.get(name)
      if (known !== undefined) return known as Value
      return isActivity(flow, name) ? {} : undefined
    },
    names: () => [...variables.names(), ...outputs.keys()],
  })
  const begins = startOf(flow.main)
  outputs.set(begins?.name ?? 'NewPhoneContact', { ANI: call.ani, DNIS: call.dnis, InteractionId: call.interaction })

  function hereOf(activity: Activity, path: Path): Here {
    const fault = (message: string): never => {
      throw new FlowFault(activity.name, `${activity.name}: ${message}`)
    }
    const guarded = <T>(property: string, source: string, work: () => T): T => {
      try {
        return work()
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error
        return fault(`${property}, character ${error.at + 1} of "${brief(source)}": ${error.message}`)
      }
    }
    const about = { kind: 'flow' as const, interaction: call.interaction, process: path.name, activity: activity.name }
    const tell = (deed: FlowDeed) => {
      if (deed.did === 'requested') path.progress.asked()
      env.report({ ...about, ...blotted(deed) })
    }
    return {
      activity,
      call,
      env,
      signal: path.signal,
      text: (property) => asText((activity.properties[property] ?? '') as Value),
      number(property, otherwise) {
        const value = activity.properties[property]
        if (value === undefined || value === null || value === '') return otherwise
        const number = Number(value)
        return Number.isFinite(number) && number >= 0 ? number : fault(`${property} is "${String(value)}", which is no number.`)
      },
      render: (source, property) => guarded(property, source, () => render(source, scope())),
      value: (source, property) => guarded(property, source, () => worthOf(source, scope())),
      set(name, value, path) {
        try {
          const kept = variables.set(name, value)
          tell({ did: 'set', variable: name, value: variables.isSecure(name) ? '***' : asText(kept), ...(path === undefined ? {} : { path }) })
          return true
        } catch (error) {
          if (error instanceof RangeError) return fault(`it sets a variable "${name}" that is not declared.${didYouMean(name, variables.names())}`)
          if (!(error instanceof WrongType)) throw error
          env.report({ kind: 'failed', interaction: call.interaction, what: activity.name, message: `${error.message} The variable is ${name}.` })
          return false
        }
      },
      output: (name, value) => void outputs.set(activity.name, { ...outputs.get(activity.name), [name]: value }),
      tell,
      failed: (what, message, status) =>
        env.report({ kind: 'failed', interaction: call.interaction, what, ...(status ? { status } : {}), message: variables.blot(message) }),
      popped: (record, url, target, label, status) =>
        env.report({
          kind: 'popped',
          interaction: call.interaction,
          record,
          url: variables.blot(url),
          flow: { process: path.name, activity: activity.name, target, label, ...(status === undefined ? {} : { status }) },
        }),
      drawn: (outcome) => targetOf(path.process, activity.id, outcome) !== undefined,
      sleep: (ms) => (ms > 0 ? env.clock.sleep(ms, path.signal) : Promise.resolve()),
      async digit(ms) {
        const enough = new AbortController()
        const patience = env.clock.sleep(Math.max(1, ms), AbortSignal.any([path.signal, enough.signal]))
        try {
          return await keypad.next(patience.catch((reason: unknown) => (path.signal.aborted ? Promise.reject(reason) : undefined)))
        } finally {
          enough.abort(over)
        }
      },
      queued(queue) {
        tell({ did: 'queued', queue })
        if (queued) return
        queued = true
        finishMain()
      },
      fault,
    }
  }

  async function walk(from: Activity | undefined, path: Path): Promise<void> {
    let activity = from
    while (activity) {
      path.signal.throwIfAborted()
      const kind = Object.hasOwn(activities, activity.type) ? activities[activity.type] : undefined
      const here = hereOf(activity, path)
      if (!kind) return here.fault(`the activity "${activity.type}" is not imitated.${didYouMean(activity.type, Object.keys(activities))}`)
      path.progress.enter(activity, variables.version)
      here.tell({ did: 'entered', type: activity.type })
      const outcome = await kind(here)
      path.signal.throwIfAborted()
      if (outcome === undefined) {
        if (activity.type === 'disconnect-contact') ended = true
        return
      }
      const next = follow(path.process, activity, outcome)
      here.tell({ did: 'left', by: outcome, ...(next ? { to: next.name } : {}) })
      if (!next && !SUCCESS.includes(outcome)) return await failedIn(here, outcome, path)
      activity = next
    }
  }

  /** An outcome that the flow has no link for is the business of OnGlobalError (source: the flow events, stated). */
  async function failedIn(here: Here, outcome: string, path: Path): Promise<void> {
    here.failed(here.activity.name, `It ended by "${outcome}", and no link is drawn from there.`)
    if (path.name !== 'GlobalErrorHandling') await runEvent('GlobalErrorHandling', path.signal)
  }

  async function runEvent(event: FlowEvent, signal: AbortSignal): Promise<void> {
    const first = flow.events.activities.get(flow.onEvents[event] ?? '')
    if (first) await walk(first, { name: event, process: flow.events, signal, progress: createProgress(env.clock) })
  }

  const quietly = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => {
      if (error !== over) throw error
    })
  const endedByFlow = () => {
    if (queued || ended || main.signal.aborted) return
    ended = true
    // A call that no activity holds is not left on the line (inferred).
    env.report({ kind: 'flow', interaction: call.interaction, process: 'main', activity: flow.name, did: 'disconnected' })
  }

  begin()
  const done = quietly(walk(begins, { name: 'main', process: flow.main, signal: main.signal, progress: createProgress(env.clock) }).then(endedByFlow)).finally(
    finishMain,
  )
  // Heard by whoever asks for it; a flow at fault must not end the process.
  done.catch(() => {})

  return {
    presses: (digits) => keypad.press(digits),
    async happens(event) {
      if (event === 'AgentContactAssigned' || event === 'ContactEnded') main.abort(over)
      if (event === 'ContactEnded') ended = true
      begin()
      await quietly(runEvent(event, stopped.signal)).finally(finish)
    },
    done,
    rest: () => (busy === 0 ? Promise.resolve() : new Promise((resolve) => resting.push(resolve))),
    variables: variables.all,
    stop: () => stopped.abort(over),
  }
}

const brief = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}...` : text)

const isActivity = ({ main, events }: Flow, name: string): boolean =>
  [main, events].some(({ activities: all }) => [...all.values()].some((one) => one.name === name))

function follow(process: Process, { id }: Activity, outcome: string): Activity | undefined {
  const names = SUCCESS.includes(outcome) ? [outcome, ...SUCCESS] : [outcome]
  return names.map((name) => targetOf(process, id, name)).find((target) => target !== undefined)
}
