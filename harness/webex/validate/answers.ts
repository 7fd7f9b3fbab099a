import { list } from '../../rules/words.ts'
import type { Activity } from '../format.ts'
import { outputsOf } from '../properties.ts'
import type { Graph } from './graph.ts'
import { isDecision, isRequest, methodOf, readingsOf, readNames, readsAnswers } from './reading.ts'
import { type FlowCheck, type FlowRemark, remark } from './remark.ts'

/** A request may fail, and its answer may have nothing in it: whoever goes on without looking tells the caller something that is not so. */
export const answers: FlowCheck = ({ main, events, flow }) => [
  ...[main, events].flatMap((graph) =>
    graph.activities.filter((activity) => isRequest(activity) && graph.reachable.has(activity)).flatMap((request) => failure(graph, request)),
  ),
  ...main.activities.filter((activity) => readsAnswers(activity) && main.reachable.has(activity)).flatMap((source) => emptiness(main, source)),
  ...pops(
    events,
    main,
    flow.variables.map(({ name }) => name),
  ),
]

/** The status is looked at, or an `error` link is drawn. A request whose answer nobody reads may fail. */
function failure(graph: Graph, request: Activity): FlowRemark[] {
  const outputs = outputsOf(request).map(({ variable }) => variable)
  if (outputs.length === 0 && methodOf(request) !== 'GET') return []
  if (graph.out(request).some(({ on }) => on === 'error' || on === 'failure')) return []
  const looks = (activity: Activity) => isDecision(activity) && readNames(activity).includes(`${request.name}.httpStatusCode`)
  const unguarded = graph.after([request], looks)
  const misled = [...unguarded].find((activity) => !looks(activity) && activity !== request && readNames(activity).some((name) => outputs.includes(name)))
  if (!misled) return []
  const timeout = Number(request.properties.httpResponseTimeout)
  const waits = Number.isFinite(timeout) && timeout > 0 ? `${timeout / 1000} s` : 'its timeout'
  return [
    remark(
      'no-error-branch',
      request,
      ['R073', 'R001'],
      `There is no branch for a request that fails: after ${waits} without an answer, or a refusal, ${misled.name} goes on as if the CRM knew nothing. Renewing a token alone takes 9 to 15 s.`,
      `Test {{${request.name}.httpStatusCode == 200}} behind it, and tell the caller that the look-up did not work.`,
    ),
  ]
}

/** What came out of an answer is read aloud, sent or popped behind a test that it is there. */
function emptiness(graph: Graph, request: Activity): FlowRemark[] {
  const outputs = outputsOf(request).map(({ variable }) => variable)
  if (outputs.length === 0) return []
  const tests = (activity: Activity) => isDecision(activity) && readNames(activity).some((name) => outputs.includes(name))
  return [...graph.after([request], tests)].flatMap((activity) => {
    if (tests(activity)) return []
    const uses = readingsOf(activity).filter(({ use, names }) => (use === 'speech' || use === 'request') && names.some((name) => outputs.includes(name)))
    const [first] = uses
    if (!first) return []
    const names = [...new Set(uses.flatMap((one) => one.names))].filter((name) => outputs.includes(name))
    const what = first.use === 'speech' ? 'read aloud' : 'sent on'
    return [
      remark(
        'no-case-untested',
        activity,
        first.use === 'speech' ? ['R076', 'A9'] : ['R073'],
        `${list(names)} ${names.length === 1 ? 'is' : 'are'} ${what} without a look whether ${request.name} found anything: who has nothing in the CRM hears a default such as "NA" or "null".`,
        `Put a condition between ${request.name} and ${activity.name} that tests it, with the message that nothing was found on the other side.`,
      ),
    ]
  })
}

/** A pop that shows a variable needs a decision before it: not every caller has a record. */
function pops(events: Graph, main: Graph, declared: readonly string[]): FlowRemark[] {
  const parsed = new Set(main.activities.flatMap((activity) => outputsOf(activity).map(({ variable }) => variable)))
  const decides = (activity: Activity) => isDecision(activity) && readNames(activity).some((name) => declared.includes(name))
  const undecided = events.after(events.starts, decides)
  return [...undecided]
    .filter((activity) => activity.type === 'screen-pop' && readNames(activity).some((name) => parsed.has(name)))
    .map((activity) =>
      remark(
        'pop-untested',
        activity,
        ['R080'],
        'It pops for every caller, also for one of whom no record was found.',
        'Put a condition before it, with a form for a new case on the other side.',
      ),
    )
}
