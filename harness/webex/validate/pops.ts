import type { Activity } from '../format.ts'
import { GUID } from './crm.ts'
import type { Graph } from './graph.ts'
import { type FlowCheck, type FlowRemark, remark } from './remark.ts'

/** What the agent's browser is told to open: when, where, and which record. */
export const pops: FlowCheck = ({ main, events }) => {
  const all = (graph: Graph) => graph.activities.filter(({ type }) => type === 'screen-pop')
  const onAnswer = events.after(events.starts.filter(({ properties }) => properties.eventSpecificationName === 'AgentContactAssigned'))
  return [
    ...all(main).map((activity) => early(activity)),
    ...all(events)
      .filter((activity) => events.reachable.has(activity) && !onAnswer.has(activity))
      .map((activity) => early(activity)),
    ...[...all(main), ...all(events)].flatMap((activity) => [...target(activity), ...fixed(activity)]),
  ]
}

const early = (activity: Activity): FlowRemark =>
  remark('pop-too-early', activity, ['R080'], 'It pops before an agent has answered.', 'Let it hang on AgentContactAssigned (AgentAnswered).')

const target = (activity: Activity): FlowRemark[] =>
  activity.properties.target === 'newBrowserTab'
    ? []
    : [
        remark(
          'pop-target',
          activity,
          ['R080'],
          activity.properties.target
            ? `It opens in "${String(activity.properties.target)}", over what the agent was looking at.`
            : 'It does not say where it opens, so it may be over what the agent is looking at.',
          'Choose "newBrowserTab".',
        ),
      ]

function fixed({ name, properties }: Activity): FlowRemark[] {
  const parameters = Object.entries((properties.queryParameters ?? {}) as Record<string, unknown>)
  const url = String(properties.screenPopUrl ?? '')
  const id = parameters.find(([key, value]) => /^(id|recordId|sys_id)$/i.test(key) && typeof value === 'string' && value !== '' && !value.includes('{{'))?.[1]
  const inUrl =
    /[?&]id=(\{?[0-9a-f-]{36})/i.exec(url)?.[1] ??
    (GUID.exec(url.replace(/appid=[^&]*/i, ''))?.[0] || /\/(?:tickets|Account|Contact|Case)\/(\d{4,}|[a-zA-Z0-9]{15,18})\b/.exec(url)?.[1])
  const found = id ?? inUrl
  return found
    ? [
        remark(
          'fixed-id',
          { name },
          ['R080'],
          `It opens the record ${String(found)}, whoever calls.`,
          'Put the variable that holds the id of the record that was found in its place.',
        ),
      ]
    : []
}
