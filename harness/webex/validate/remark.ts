import type { Complaint } from '../../documents/complaint.ts'
import type { Activity, Flow } from '../format.ts'
import type { Graph } from './graph.ts'

/** What is wrong in a flow as it is drawn, before anybody calls: which activity, what happens to a caller, how to mend it. */
export interface FlowRemark extends Pick<Complaint, 'message' | 'severity'> {
  /** Kebab-case, of one kind of mistake: `no-customer-filter`. */
  check: string
  /** Name of the activity; of the variable where it is about one, empty where it is about the whole flow. */
  activity: string
  /** Ids of the published rule table: R074, A9. */
  rules: readonly string[]
  mend: string
}

/** What a check looks at. */
export interface Drawing {
  flow: Flow
  main: Graph
  events: Graph
}

/** One kind of mistake, one function. */
export type FlowCheck = (drawing: Drawing) => FlowRemark[]

export const remark = (
  check: string,
  activity: Pick<Activity, 'name'>,
  rules: readonly string[],
  message: string,
  mend: string,
  severity: FlowRemark['severity'] = 'error',
): FlowRemark => ({ check, activity: activity.name, rules, severity, message, mend })
