import { z } from 'zod'

/**
 * An exported flow as it stands in the file: what the engine reads of it. The exports carry far more (diagram, timestamps,
 * author), which is kept out. Seen in the published templates (grade: recorded).
 */
const id = z.string().min(1).max(200)

const activity = z.looseObject({
  id,
  name: z.string().min(1),
  group: z.string().min(1),
  properties: z.record(z.string(), z.unknown()).nullish(),
})

/** A digit or a case's index may be a number. */
const outcome = z.union([z.string(), z.number()])

const link = z.looseObject({
  id: z.string().optional(),
  sourceActivityId: id,
  targetActivityId: id,
  conditionExpr: outcome.nullish(),
  properties: z.looseObject({ value: outcome.nullish() }).nullish(),
})

const process = z.looseObject({ activities: z.record(z.string(), activity), links: z.array(link) })

const variable = z.looseObject({
  name: z.string().min(1),
  description: z.string().nullish(),
  type: z.string().min(1),
  value: z.unknown(),
  isCAD: z.boolean().nullish(),
  desktopLabel: z.string().nullish(),
  isAgentEditable: z.boolean().nullish(),
  isSecure: z.boolean().nullish(),
})

export const exportedFlowSchema = z.looseObject({
  name: z.string().min(1),
  description: z.string().nullish(),
  variables: z.array(variable),
  process,
  eventFlows: z
    .looseObject({
      eventsMap: z.record(z.string(), z.looseObject({ process: process.nullish(), onEvents: z.record(z.string(), id.nullish()).nullish() })),
    })
    .nullish(),
})

export type ExportedFlow = z.infer<typeof exportedFlowSchema>

/** A flow ready to be run, validated or drawn. */
export interface Flow {
  /** Where it was read; messages name it. */
  file: string
  name: string
  description: string
  variables: readonly FlowVariable[]
  /** From the start activity on. */
  main: Process
  /** All event flows together; each begins at an activity of the group `event`. */
  events: Process
  /** Activity id by the event's specification name: `AgentContactAssigned`. */
  onEvents: Readonly<Record<string, string>>
}

export interface FlowVariable {
  name: string
  description: string
  type: VariableType
  /** The default, as text. */
  value: string
  /** Call-associated data: travels with the call and is shown on the desktop. */
  cad: boolean
  desktopLabel: string
  agentEditable: boolean
  /** Its value stays out of traces and reports. */
  secure: boolean
}

export const variableTypes = ['STRING', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATETIME', 'JSON'] as const
export type VariableType = (typeof variableTypes)[number]

export interface Process {
  /** By id, in the order of the file. */
  activities: ReadonlyMap<string, Activity>
  links: readonly Link[]
}

export interface Activity {
  id: string
  name: string
  /** start, action, set-variable, enum-gateway, terminating-action, event, end */
  group: string
  /** What it does: `activityName` of the export (`play-message`), or `start`, `event`, `end` by its group. */
  type: string
  description: string
  properties: Readonly<Record<string, unknown>>
}

export interface Link {
  id: string
  /** Ids of activities. */
  from: string
  to: string
  /** The outcome that it stands for: out, default, true, false, error, failure, timeout, invalid, a digit, a case's index. */
  on: string
}

/** What the contact centre starts a flow path with, by specification name; in brackets what the designer shows (source: webex flow events). */
export const flowEvents = {
  AgentOfferContact: 'AgentOffered',
  AgentContactAssigned: 'AgentAnswered',
  'FCAsk(ContactLastAgentRemoved)': 'AgentDisconnected',
  ContactEnded: 'PhoneContactEnded',
  GlobalErrorHandling: 'OnGlobalError',
} as const
export type FlowEvent = keyof typeof flowEvents

/** Where the outcome `on` of an activity leads; undefined when no link is drawn. */
export function targetOf(process: Process, from: string, on: string): Activity | undefined {
  const link = process.links.find((one) => one.from === from && one.on === on)
  return link && process.activities.get(link.to)
}

export const startOf = ({ activities }: Process): Activity | undefined => [...activities.values()].find(({ group }) => group === 'start')
