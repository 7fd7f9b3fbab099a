import type { Activity, Flow } from '../format.ts'
import { outputsOf, settingsOf } from '../properties.ts'
import { asksFor, comparesLoosely, GUID, newestFirst } from './crm.ts'
import type { Graph } from './graph.ts'
import { isRequest, methodOf, namesIn, readNames, readsAnswers, requestPath, setsOf } from './reading.ts'
import { type FlowCheck, type FlowRemark, remark } from './remark.ts'

/** What a flow asks its CRM: for whom, in which order, in which spelling. */
export const requests: FlowCheck = ({ flow, main, events }) => [
  ...[main, events].flatMap((graph) => graph.activities.filter(isRequest).flatMap((activity) => [...plus(activity), ...constant(activity)])),
  ...main.activities
    .filter((activity) => isRequest(activity) && methodOf(activity) === 'GET')
    .flatMap((activity) => [...whose(activity, main), ...order(activity), ...loosely(activity), ...number(activity)]),
  ...main.activities.flatMap((activity) => national(activity, flow, numbersIn(main))),
  ...oneBranch(main, events),
]

const plus = (activity: Activity): FlowRemark[] => {
  const path = requestPath(activity)
  const query = path.slice(path.indexOf('?') + 1)
  if (!path.includes('?') || !/\+\d|\+\{\{|'\+'|=\+/.test(query)) return []
  return [remark('unencoded-plus', activity, ['R071'], 'A + in a query arrives as a space, so the number is never found.', 'Write it as %2B.')]
}

const constant = (activity: Activity): FlowRemark[] => {
  const [id] = GUID.exec(requestPath(activity)) ?? []
  return id
    ? [remark('fixed-id', activity, ['R074'], `It always asks for the record ${id}, whoever calls.`, 'Put the variable that the look-up set in its place.')]
    : []
}

function whose(activity: Activity, main: Graph): FlowRemark[] {
  const path = requestPath(activity)
  if (asksFor(path) !== 'case') return []
  const outputs = main.activities.filter((other) => readsAnswers(other) && other !== activity).flatMap(outputsOf)
  const found = outputs.map(({ variable }) => variable)
  if (namesIn(path).some((name) => found.includes(name.split('.')[0] ?? ''))) return []
  const customer = outputs.find(({ path: at }) => /id['"\]]*$/i.test(at))?.variable ?? 'CustomerID'
  return [
    remark(
      'no-customer-filter',
      activity,
      ['R074'],
      'It asks for cases without saying whose: the caller hears a case of anybody.',
      `Filter by the customer that the look-up found, for example _customerid_value eq {{${customer}}}.`,
    ),
  ]
}

function order(activity: Activity): FlowRemark[] {
  const path = requestPath(activity)
  if (asksFor(path) !== 'case' || newestFirst(path) || !outputsOf(activity).some(({ path: at }) => /\[0\]/.test(at))) return []
  return [
    remark(
      'no-order',
      activity,
      ['R074'],
      'It takes the first case of the answer without asking for the newest first, so which one that is, is luck.',
      'Ask for the newest first, for example $orderby=createdon desc&$top=1.',
    ),
  ]
}

function loosely(activity: Activity): FlowRemark[] {
  const path = requestPath(activity)
  if (asksFor(path) !== 'customer' || !comparesLoosely(path) || !outputsOf(activity).some(({ path: at }) => /\[0\]/.test(at))) return []
  return [
    remark(
      'loose-match',
      activity,
      ['R072'],
      'It compares a part of the number and takes the first who fits: that may be somebody else, and with a withheld number it is anybody.',
      'Compare the whole number, in each notation that the CRM has, and go on only where exactly one fits.',
    ),
  ]
}

/** The number as the call has it, `+` and all, in a look-up. */
function number(activity: Activity): FlowRemark[] {
  if (!/\{\{\s*NewPhoneContact\.ANI\s*\}\}/.test(requestPath(activity))) return []
  return [
    remark(
      'raw-number',
      activity,
      ['R071'],
      'It looks for the number as the call has it, with the plus sign.',
      'Set a variable to {{NewPhoneContact.ANI | replace({"+": ""})}} first, and use that.',
    ),
  ]
}

/** What holds the caller's number, as it came or cut up since. */
function numbersIn({ activities }: Graph): ReadonlySet<string> {
  const held = new Set(['NewPhoneContact.ANI', 'ANI'])
  const setters = activities.filter(({ type }) => type === 'set-variable')
  let before: number
  do {
    before = held.size
    for (const one of setters) if (readNames(one).some((name) => held.has(name))) for (const name of setsOf(one)) held.add(name)
  } while (held.size > before)
  return held
}

/** Cutting a number at fixed places, or taking a fixed country code away, works in one country. */
function national(activity: Activity, { variables }: Flow, numbers: ReadonlySet<string>): FlowRemark[] {
  const expression = settingsOf(activity)
    .map(({ expr }) => String(expr ?? ''))
    .join(' ')
  const zone = /timeZone\s*=\s*["']([^"']+)["']/i.exec(expression)?.[1]
  const declared = variables.find(({ name, type }) => type === 'STRING' && /time_?zone/i.test(name))
  if (zone && declared)
    return [
      remark(
        'fixed-time-zone',
        activity,
        [],
        `The time zone is ${zone} here, while the variable ${declared.name} says ${declared.value}.`,
        `Write timeZone=${declared.name}.`,
        'warning',
      ),
    ]
  if (!readNames(activity).some((name) => numbers.has(name))) return []
  const code = /replace\(\s*\{\s*["']\+(\d+)["']/.exec(expression)?.[1]
  if (!code && !/\bslice\(/.test(expression)) return []
  return [
    remark(
      'one-country',
      activity,
      ['R071', 'A8'],
      code
        ? `It takes away +${code} only: callers from elsewhere keep their plus sign.`
        : 'It cuts the number at fixed places, as numbers of one country are built.',
      'Take the plus sign away, {{NewPhoneContact.ANI | replace({"+": ""})}}, and keep the rest.',
      'warning',
    ),
  ]
}

/** A note that is written for one choice in a menu is missing for the others. */
function oneBranch(main: Graph, events: Graph): FlowRemark[] {
  const writes = (graph: Graph) =>
    graph.activities.filter((activity) => isRequest(activity) && methodOf(activity) !== 'GET' && asksFor(requestPath(activity)) === 'case')
  const atTheEnd = events.after(events.starts.filter(({ properties }) => properties.eventSpecificationName === 'ContactEnded'))
  if (writes(events).some((activity) => atTheEnd.has(activity))) return []
  return main.activities
    .filter(({ type }) => type === 'ivr-menu')
    .flatMap((menu) =>
      writes(main).flatMap((write) => {
        const outcomes = main
          .out(menu)
          .map(({ on, to }) => ({ on, leads: to === write.id || main.after([main.process.activities.get(to) as Activity]).has(write) }))
        const leading = outcomes.filter(({ leads }) => leads).map(({ on }) => `"${on}"`)
        if (leading.length === 0 || leading.length === outcomes.length) return []
        return [
          remark(
            'one-branch',
            write,
            ['R077'],
            `It writes only where the caller chose ${leading.join(', ')} in ${menu.name}.`,
            'Write at ContactEnded, which every call comes to.',
            'warning',
          ),
        ]
      }),
    )
}
