import { didYouMean } from '../../../mocks/core/nearest.ts'
import { quote } from '../../rules/words.ts'
import type { Activity } from '../format.ts'
import { PLACEHOLDER } from '../spoken.ts'
import { fits, GLOBAL, initial } from '../variables.ts'
import { readingsOf, readNames, setsOf } from './reading.ts'
import { type Drawing, type FlowCheck, type FlowRemark, remark } from './remark.ts'

/** Variables that nobody declared, that are declared wrongly, that nobody uses, or that are used before they can have a value. */
export const variables: FlowCheck = (drawing) => [
  ...undeclared(drawing),
  ...declaredTwice(drawing),
  ...misfit(drawing),
  ...unused(drawing),
  ...tooEarly(drawing),
]

const all = ({ main, events }: Drawing): readonly Activity[] => [...main.activities, ...events.activities]

function undeclared(drawing: Drawing): FlowRemark[] {
  const declared = drawing.flow.variables.map(({ name }) => name)
  const activities = new Map(all(drawing).map((activity) => [activity.name, activity]))
  const unknown = (name: string): string | undefined => {
    const [head = '', field] = name.split('.')
    if (declared.includes(head)) return undefined
    if (field === undefined) return `The variable ${head} is not declared.${didYouMean(head, declared)}`
    const source = activities.get(head)
    if (!source) return `There is no activity ${head}, whose ${field} is asked for.${didYouMean(head, [...activities.keys()])}`
    return undefined
  }
  return all(drawing).flatMap((activity) => [
    ...[...new Set(readNames(activity))].flatMap((name) => {
      const message = unknown(name)
      return message ? [remark('undeclared', activity, [], message, `Declare it among the flow's variables, or correct its name. ${GLOBAL}`)] : []
    }),
    ...setsOf(activity)
      .filter((name) => !declared.includes(name))
      .map((name) =>
        remark(
          'undeclared',
          activity,
          [],
          `It sets the variable ${name}, which is not declared.${didYouMean(name, declared)}`,
          `Declare it among the flow's variables. ${GLOBAL}`,
        ),
      ),
  ])
}

function declaredTwice({ flow }: Drawing): FlowRemark[] {
  const last = new Map(flow.variables.map((one) => [one.name, one]))
  return flow.variables
    .filter((one, i) => flow.variables.findIndex(({ name }) => name === one.name) !== i && last.get(one.name) === one)
    .map(({ name, type, value }) =>
      remark(
        'declared-twice',
        { name },
        [],
        `The variable is declared more than once; here the last one counts, ${type} ${JSON.stringify(value)}.`,
        'Keep the one that is meant.',
      ),
    )
}

function misfit({ flow }: Drawing): FlowRemark[] {
  return flow.variables
    .filter(({ type, value }) => !fits(type, value))
    .map(({ name, type, value }) =>
      remark(
        'default-type',
        { name },
        [],
        `Its default ${quote(value)} is no ${type}, so a call begins with ${JSON.stringify(initial(type, value))}.`,
        `Give it a default that is one${type === 'BOOLEAN' ? ', true or false' : ''}, or make it a STRING.`,
      ),
    )
}

function unused(drawing: Drawing): FlowRemark[] {
  const read = new Set(all(drawing).flatMap((activity) => readNames(activity).map((name) => name.split('.')[0])))
  // What cannot be read is said elsewhere; whom it names is not unused for that.
  const unclear = new Set(
    all(drawing).flatMap((activity) =>
      readingsOf(activity).flatMap(({ names, text }) => (names.length === 0 ? (text.slice(0, 1000).match(/\w+/g) ?? []) : [])),
    ),
  )
  return drawing.flow.variables
    .filter(({ name, cad }) => !read.has(name) && !cad && !unclear.has(name))
    .map(({ name }) =>
      remark(
        'unused',
        { name },
        [],
        'The variable is declared and read nowhere.',
        `Use it where a constant stands in its place${/zone/i.test(name) ? ', for example as the time zone of date()' : ''}, or delete it.`,
        'warning',
      ),
    )
}

/** Read in a text, a request or a pop, on a path where nothing has set it; its default is no value. */
function tooEarly(drawing: Drawing): FlowRemark[] {
  const { main, events, flow } = drawing
  const setting = new Map<string, Activity[]>()
  for (const activity of main.activities) for (const name of setsOf(activity)) setting.set(name, [...(setting.get(name) ?? []), activity])
  const read = new Set([...main.activities, ...events.activities].flatMap(readNames))
  const setByEvents = new Set(events.activities.flatMap(setsOf))
  return flow.variables
    .filter(({ value }) => PLACEHOLDER.test(value.trim()) || value.trim() === '')
    .flatMap(({ name }) => {
      const setters = setting.get(name) ?? []
      if (!read.has(name)) return []
      const before = setters.length === 0 ? main.reachable : new Set([...main.starts, ...main.after(main.starts, (activity) => setters.includes(activity))])
      const unset = setters.length === 0 && !setByEvents.has(name)
      return [...before, ...(unset ? events.activities : [])]
        .filter((activity) => readsForGood(activity, name))
        .map((activity) =>
          remark(
            'before-set',
            activity,
            ['R075'],
            `${name} ${unset ? 'is set nowhere' : 'has not been set on every path to here'}, so its default is used.`,
            unset ? `Set ${name}, or take it out.` : `Set ${name} on every path that leads here.`,
          ),
        )
    })
}

const readsForGood = (activity: Activity, name: string): boolean =>
  readingsOf(activity).some(({ use, names }) => (use === 'speech' || use === 'request' || use === 'pop') && names.includes(name))
