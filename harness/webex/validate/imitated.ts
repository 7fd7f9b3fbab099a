import { didYouMean } from '../../../mocks/core/nearest.ts'
import { activities } from '../activities/index.ts'
import { tests } from '../expressions/evaluate.ts'
import { filters } from '../expressions/filters.ts'
import { functions } from '../expressions/functions.ts'
import { misgiven } from '../expressions/parameters.ts'
import type { Node } from '../expressions/parse.ts'
import { flowEvents } from '../format.ts'
import { expressionsIn, partsOf, readingsOf } from './reading.ts'
import { type FlowCheck, remark } from './remark.ts'

/** What stops a call here although it may work elsewhere: said before anybody calls. */
export const imitated: FlowCheck = (drawing) => [...waiting(drawing), ...stopping(drawing)]

/** Events that never happen here, where more than an end hangs on them. */
const waiting: FlowCheck = ({ flow, events }) =>
  Object.entries(flow.onEvents).flatMap(([event, id]) => {
    const begins = flow.events.activities.get(id)
    if (!begins || Object.hasOwn(flowEvents, event) || [...events.after([begins])].every(({ type }) => type === 'end')) return []
    return [
      remark(
        'not-imitated',
        begins,
        [],
        `The event "${event}" never happens here, so nothing of what hangs on it runs.${didYouMean(event, Object.keys(flowEvents))}`,
        `Events that happen: ${Object.keys(flowEvents).join(', ')}.`,
        'warning',
      ),
    ]
  })

const stopping: FlowCheck = ({ main, events }) =>
  [...main.activities, ...events.activities].flatMap((activity) => [
    ...(Object.hasOwn(activities, activity.type)
      ? []
      : [
          remark(
            'not-imitated',
            activity,
            [],
            `The activity "${activity.type}" is not imitated, so a call that comes to it stops here.${didYouMean(activity.type, Object.keys(activities))}`,
            'Rehearse the rest of the flow, with a link past it.',
            'warning',
          ),
        ]),
    ...readingsOf(activity).flatMap(({ text, where }) =>
      expressionsIn(text)
        .flatMap(misused)
        .map((what) => remark('expression', activity, [], `The text of ${where} cannot be worked out: ${what}`, 'Correct the arguments.')),
    ),
    ...readingsOf(activity).flatMap(({ text, where }) =>
      expressionsIn(text)
        .flatMap(called)
        .map((what) =>
          remark(
            'not-imitated',
            activity,
            [],
            `The ${what} in ${where} is not imitated, so a call that comes to it stops here.`,
            'Write it with those that are; harness/webex/README.md names them.',
            'warning',
          ),
        ),
    ),
  ])

function called(node: Node): string[] {
  const inside = partsOf(node).flatMap(called)
  if (node.kind === 'filter' && !Object.hasOwn(filters, node.name)) return [`filter "${node.name}"`, ...inside]
  if (node.kind === 'call' && !Object.hasOwn(functions, node.name)) return [`function "${node.name}()"`, ...inside]
  if (node.kind === 'test' && !tests.includes(node.name)) return [`test "is ${node.name}"`, ...inside]
  return inside
}

/** Arguments that a filter or function does not have. */
function misused(node: Node): string[] {
  const wrong = node.kind === 'filter' || node.kind === 'call' ? misgiven(node.name, node.arguments) : undefined
  return [...(wrong && known(node) ? [wrong] : []), ...partsOf(node).flatMap(misused)]
}

const known = (node: Node): boolean =>
  (node.kind === 'filter' && Object.hasOwn(filters, node.name)) || (node.kind === 'call' && Object.hasOwn(functions, node.name))
