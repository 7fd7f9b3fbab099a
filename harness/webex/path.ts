import { didYouMean } from '../../mocks/core/nearest.ts'
import { quote } from '../rules/words.ts'
import { render, type Scope, worthOf } from './expressions/evaluate.ts'
import { asText, ExpressionError, type Value } from './expressions/value.ts'
import { type Activity, type Flow, type Process, targetOf } from './format.ts'
import type { Here } from './here.ts'
import type { Keypad } from './keypad.ts'
import type { FlowDeed, FlowNotice } from './notice.ts'
import type { Progress } from './progress.ts'
import { type CallFacts, type FlowEnvironment, FlowFault } from './run.ts'
import { GLOBAL, type Variables, WrongType } from './variables.ts'

/** A path that is over because the call went on without it; nobody's fault. */
export const over = Symbol('over')

/** One way through a flow: the main flow, or what an event began. */
export interface Path {
  /** `main`, or the event's specification name. */
  name: string
  process: Process
  signal: AbortSignal
  progress: Progress
}

/** What all paths of a call share. */
export interface CallState {
  flow: Flow
  call: CallFacts
  env: FlowEnvironment
  variables: Variables
  /** What activities gave out, by their name. */
  outputs: Map<string, Record<string, Value>>
  keypad: Keypad
  /** The call waits for an agent from now on. */
  queue(): void
}

/** A deed in the trace, without the values of secure variables. */
export function tell({ call, env, variables }: Pick<CallState, 'call' | 'env' | 'variables'>, path: string, activity: string, deed: FlowDeed): void {
  const blotted = Object.entries(deed).map(([name, value]) => [name, typeof value === 'string' ? variables.blot(value) : value])
  env.report({ kind: 'flow', interaction: call.interaction, process: path, activity, ...Object.fromEntries(blotted) } as FlowNotice)
}

/** What an activity on a path can reach. */
export function hereOf(activity: Activity, path: Path, state: CallState): Here {
  const { call, env, variables, outputs } = state
  const fault = (message: string): never => {
    throw new FlowFault(activity.name, variables.blot(`${activity.name}: ${message}`))
  }
  const worked = <T extends Value>(property: string, source: string, work: (scope: Scope) => T): T => {
    try {
      const value = work(scopeOf(state))
      if (typeof value === 'string') path.progress.read(value.length, activity)
      return value
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      return fault(`${property}, character ${error.at + 1} of "${brief(source)}": ${error.message}`)
    }
  }
  const said = (deed: FlowDeed) => tell(state, path.name, activity.name, deed)
  const failed = (what: string, message: string, status?: number) =>
    env.report({ kind: 'failed', interaction: call.interaction, what, ...(status ? { status } : {}), message: variables.blot(message) })

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
      return Number.isFinite(number) && number >= 0 ? number : fault(`${property} is ${quote(value)}, which is no number.`)
    },
    render: (source, property) => worked(property, source, (scope) => render(source, scope)),
    value: (source, property) => worked(property, source, (scope) => worthOf(source, scope)),
    set(name, value, parsed) {
      try {
        const kept = variables.set(name, value)
        said({ did: 'set', variable: name, value: variables.isSecure(name) ? '***' : asText(kept), ...(parsed === undefined ? {} : { path: parsed }) })
        return true
      } catch (error) {
        if (error instanceof RangeError)
          return fault(`it sets a variable "${name}" that is not declared.${didYouMean(name, variables.names()) || ` ${GLOBAL}`}`)
        if (!(error instanceof WrongType)) throw error
        failed(activity.name, `${variables.isSecure(name) ? 'The value has the wrong type.' : error.message} The variable is ${name}.`)
        return false
      }
    },
    output: (name, value) => void outputs.set(activity.name, { ...outputs.get(activity.name), [name]: value }),
    tell(deed) {
      said(deed)
      if (deed.did === 'requested') path.progress.asked(activity)
    },
    failed,
    popped: (record, url, target, label, status) =>
      env.report({
        kind: 'popped',
        interaction: call.interaction,
        record,
        url: variables.blot(url),
        flow: { process: path.name, activity: activity.name, target, label: variables.blot(label), ...(status === undefined ? {} : { status }) },
      }),
    drawn: (outcome) => targetOf(path.process, activity.id, outcome) !== undefined,
    sleep: (ms) => (ms > 0 ? env.clock.sleep(ms, path.signal) : Promise.resolve()),
    async digit(ms) {
      const enough = new AbortController()
      const patience = env.clock.sleep(Math.max(1, ms), AbortSignal.any([path.signal, enough.signal]))
      try {
        return await state.keypad.next(patience.catch((reason: unknown) => (path.signal.aborted ? Promise.reject(reason) : undefined)))
      } finally {
        enough.abort(over)
      }
    },
    queued(queue) {
      said({ did: 'queued', queue })
      state.queue()
    },
    fault,
  }
}

/** Variables first, then what activities gave out; an activity that has not run yet has nothing to give. */
const scopeOf = ({ flow, env, variables, outputs }: CallState): Scope => ({
  now: env.clock.now(),
  lookup(name) {
    const value = variables.get(name)
    // A variable may well be null.
    return value === undefined ? (outputs.get(name) ?? (isActivity(flow, name) ? {} : undefined)) : value
  },
  names: () => [...variables.names(), ...outputs.keys()],
})

const isActivity = ({ main, events }: Flow, name: string): boolean =>
  [main, events].some(({ activities }) => [...activities.values()].some((one) => one.name === name))

const brief = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}...` : text)
