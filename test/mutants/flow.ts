import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Flow } from '../../harness/webex/format.ts'
import { isFlow, parseFlow } from '../../harness/webex/load.ts'

interface RawActivity {
  id: string
  name: string
  group: string
  properties: Record<string, unknown>
}
interface RawProcess {
  activities: Record<string, RawActivity>
  links: { id: string; sourceActivityId: string; targetActivityId: string; conditionExpr: string }[]
}
interface Raw {
  variables: { name: string; type: string; value: string; isCAD: boolean }[]
  process: RawProcess
  eventFlows: { eventsMap: { GLOBAL_EVENTS: { process: RawProcess } } }
}

/** Changes that somebody might make to an exported flow in the designer. */
export interface Editor {
  set(activity: string, property: string, value: unknown): void
  /** In a text of an activity. */
  replace(activity: string, property: string, from: string | RegExp, to: string): void
  /** The outcome now leads there; undefined: nowhere. */
  link(from: string, on: string, to: string | undefined): void
  add(activity: string, group: string, properties: Record<string, unknown>): void
  variable(name: string, value: string, type?: string): void
}

const file = (crm: string) => fileURLToPath(new URL(`../../scenarios/flows/${crm}-data-dip.flow.json`, import.meta.url))
const sources = { dynamics: readFileSync(file('dynamics'), 'utf8'), zendesk: readFileSync(file('zendesk'), 'utf8') }

/** Our own flow with changes. Throws where a change does not fit: a mutant that is none would prove nothing. */
export function changed(crm: 'dynamics' | 'zendesk', edit: (editor: Editor) => void): Flow {
  const raw = JSON.parse(sources[crm]) as Raw
  const processes = [raw.process, raw.eventFlows.eventsMap.GLOBAL_EVENTS.process]
  const find = (name: string): [RawProcess, RawActivity] => {
    for (const process of processes) for (const activity of Object.values(process.activities)) if (activity.name === name) return [process, activity]
    throw new Error(`There is no activity ${name}.`)
  }
  edit({
    set(activity, property, value) {
      find(activity)[1].properties[property] = value
    },
    replace(activity, property, from, to) {
      const { properties } = find(activity)[1]
      const before = JSON.stringify(properties[property])
      const after = before.replace(from, to)
      if (before === after) throw new Error(`${activity}: nothing to replace in ${before}.`)
      properties[property] = JSON.parse(after)
    },
    link(from, on, to) {
      const [process, source] = find(from)
      const at = process.links.findIndex((link) => link.sourceActivityId === source.id && link.conditionExpr === on)
      if (at >= 0) process.links.splice(at, 1)
      if (to === undefined) return
      process.links.push({ id: `${from}-${on}`, sourceActivityId: source.id, targetActivityId: find(to)[1].id, conditionExpr: on })
    },
    add(name, group, properties) {
      const [process] = properties.event ? [processes[1] as RawProcess] : [processes[0] as RawProcess]
      process.activities[name] = { id: name, name, group, properties }
    },
    variable(name, value, type = 'STRING') {
      const known = raw.variables.find((one) => one.name === name)
      if (known) known.value = value
      else raw.variables.push({ name, type, value, isCAD: false })
    },
  })
  const flow = parseFlow(JSON.stringify(raw), 'mutant.flow.json')
  if (!isFlow(flow)) throw new Error(flow.map(({ message }) => message).join('\n'))
  return flow
}
