import type { Flow } from '../format.ts'
import { answers } from './answers.ts'
import { caller } from './caller.ts'
import { expressions } from './expressions.ts'
import { graphOf } from './graph.ts'
import { imitated } from './imitated.ts'
import { links } from './links.ts'
import { pops } from './pops.ts'
import { prompts } from './prompts.ts'
import type { FlowCheck, FlowRemark } from './remark.ts'
import { requests } from './requests.ts'
import { stops } from './stops.ts'
import { variables } from './variables.ts'

export type { FlowRemark } from './remark.ts'

const checks: readonly FlowCheck[] = [expressions, imitated, stops, links, variables, requests, answers, prompts, pops, caller]

/** Everything that can be said of a flow before a call: errors first, each kind of mistake once an activity. */
export function validate(flow: Flow): FlowRemark[] {
  const drawing = { flow, main: graphOf(flow.main), events: graphOf(flow.events) }
  const seen = new Set<string>()
  return checks
    .flatMap((check) => check(drawing))
    .filter(({ check, activity, message }) => {
      const key = `${check} ${activity} ${message}`
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}
