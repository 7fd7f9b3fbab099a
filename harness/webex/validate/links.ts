import type { Activity } from '../format.ts'
import type { Graph } from './graph.ts'
import { graphOf, traps } from './graph.ts'
import { isDecision } from './reading.ts'
import { type FlowCheck, type FlowRemark, remark } from './remark.ts'

/** Where the links of a flow lead nowhere, are missing, or go round for ever. */
export const links: FlowCheck = ({ main, events }) =>
  [main, events].flatMap((graph) => [...dangling(graph), ...twice(graph), ...unreachable(graph), ...open(graph), ...endless(graph)])

const dangling = ({ process }: Graph): FlowRemark[] =>
  process.links.flatMap(({ from, to, on }) => {
    const source = process.activities.get(from)
    const target = process.activities.get(to)
    if (source && target) return []
    const message = source
      ? `The link "${on}" leads to the activity ${to}, which is not in the flow.`
      : `A link "${on}"${target ? ` to ${target.name}` : ''} begins at the activity ${from}, which is not in the flow.`
    return [remark('dangling-link', source ?? target ?? { name: from }, [], message, 'Draw the link to an activity that is there, or delete it.')]
  })

const twice = ({ process }: Graph): FlowRemark[] => {
  const seen = new Set<string>()
  return process.links.flatMap(({ from, on }) => {
    const key = `${from} ${on}`
    const again = seen.has(key)
    seen.add(key)
    const source = process.activities.get(from)
    return again && source
      ? [remark('two-links', source, [], `Two links leave it for "${on}", and only one of them can be taken.`, 'Keep the one that is meant.')]
      : []
  })
}

const unreachable = ({ activities, reachable }: Graph): FlowRemark[] =>
  activities
    .filter((activity) => !reachable.has(activity))
    .map((activity) => remark('unreachable', activity, [], 'No path leads to it, so it never runs.', 'Draw a link to it, or delete it.', 'warning'))

/** Outcomes that will come and have no link. What goes wrong inside (`error`) may be left to OnGlobalError. */
function wanted({ type, properties }: Activity): string[] {
  if (type === 'condition-activity') return ['true', 'false']
  if (type === 'case-statement') return [...choicesOf(properties), 'default']
  if (type === 'ivr-collectdigits') return ['default', 'timeout', 'invalid']
  if (type === 'ivr-menu') return [...choicesOf(properties), 'timeout', 'invalid']
  if (GOES_ON.includes(type)) return ['default']
  return type === 'set-variable' || type === 'start' || type === 'event' ? ['out'] : []
}

const choicesOf = ({ menuLinks }: Activity['properties']): string[] => (Array.isArray(menuLinks) ? menuLinks.map(String) : [])
const GOES_ON = ['play-message', 'play-music', 'http-request-v2', 'parse-activity', 'queue-contact', 'screen-pop', 'start-media-stream', 'wait-activity']

const open = (graph: Graph): FlowRemark[] =>
  graph.activities
    .filter((activity) => graph.reachable.has(activity))
    .flatMap((activity) => {
      const taken = graph.out(activity).map(({ on }) => on)
      // Some exports write the one way out of an activity as `out`, some as `default`.
      const missing = wanted(activity).filter(
        (on) => !taken.includes(on) && !((on === 'default' || on === 'out') && (taken.includes('out') || taken.includes('default'))),
      )
      if (missing.length === 0) return []
      const rules = activity.type === 'ivr-menu' || activity.type === 'ivr-collectdigits' ? ['R077'] : isDecision(activity) ? ['R073'] : []
      const told = `${missing.length === 1 ? 'The outcome' : 'The outcomes'} ${missing.map((on) => `"${on}"`).join(', ')} ${missing.length === 1 ? 'has' : 'have'} no link`
      return [remark('no-way-on', activity, rules, `${told}: there the call stands still.`, 'Draw a link for each outcome.')]
    })

/** What goes wrong in an activity is no way out that anybody may count on. */
const usual = ({ process }: Graph): Graph => graphOf({ ...process, links: process.links.filter(({ on }) => on !== 'error') })

const endless = (graph: Graph): FlowRemark[] =>
  traps(usual(graph))
    .filter((trap) => trap.some((activity) => graph.reachable.has(activity)))
    .map((trap) => {
      const waits = trap.find(({ type }) => type === 'play-music')
      const [first] = trap as [Activity]
      if (waits)
        return remark(
          'waits-for-ever',
          waits,
          ['R078'],
          'The music goes round for ever: a caller whom no agent takes waits without end.',
          'Count the rounds in a variable, and leave the loop after the longest wait that you accept.',
          'warning',
        )
      const passesTime = trap.some(({ type }) => ['play-message', 'ivr-menu', 'ivr-collectdigits', 'http-request-v2', 'wait-activity'].includes(type))
      return remark(
        'loop',
        first,
        [],
        `${trap.map(({ name }) => name).join(', ')} ${trap.length === 1 ? 'leads' : 'lead'} back to ${trap.length === 1 ? 'itself' : 'each other'}, and no link leads out${passesTime ? '' : '; no time passes there either'}.`,
        'Let one outcome lead on.',
        passesTime ? 'warning' : 'error',
      )
    })
