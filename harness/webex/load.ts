import { readFileSync, statSync } from 'node:fs'
import type { z } from 'zod'
import { didYouMean } from '../../mocks/core/nearest.ts'
import { tooDeep } from '../../mocks/core/nesting.ts'
import type { Complaint } from '../documents/complaint.ts'
import { type Activity, type ExportedFlow, exportedFlowSchema, type Flow, type FlowVariable, type Process, type VariableType, variableTypes } from './format.ts'

/** More than any flow that a designer can draw has; past it a file is refused before it is looked into. */
export const bounds = { bytes: 5 * 1024 * 1024, depth: 64, activities: 2000, links: 10_000, variables: 2000 } as const

/** Tells a flow from what is wrong with its file. */
export const isFlow = (loaded: Flow | Complaint[]): loaded is Flow => !Array.isArray(loaded)

/** Reads an exported flow, or says what is wrong with it. Never throws for what a file holds. */
export function loadFlow(file: string): Flow | Complaint[] {
  const wrong = (message: string, mend: string): Complaint[] => [{ file, line: 1, column: 1, severity: 'error', message, mend }]
  try {
    const found = statSync(file)
    if (!found.isFile()) return wrong('This is no file.', 'Name the exported flow, a file that ends in .json.')
    const { size } = found
    if (size > bounds.bytes) return tooLarge(file, size)
    return parseFlow(readFileSync(file, 'utf8'), file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? wrong('There is no such file.', 'Check the path.') : wrong(`It cannot be read: ${message}.`, 'Check the path.')
  }
}

const tooLarge = (file: string, bytes: number): Complaint[] => [
  {
    file,
    line: 1,
    column: 1,
    severity: 'error',
    message: `The file has ${(bytes / 1024 / 1024).toFixed(1)} MB; a flow of more than ${bounds.bytes / 1024 / 1024} MB is not read.`,
    mend: 'Export the flow again; what is larger is no flow.',
  },
]

export function parseFlow(source: string, file: string): Flow | Complaint[] {
  const complain = (message: string, mend?: string, at = 0): Complaint => ({
    file,
    ...placeOf(source, at),
    severity: 'error',
    message,
    ...(mend ? { mend } : {}),
  })
  if (source.length > bounds.bytes) return tooLarge(file, source.length)
  const deep = tooDeep(source, bounds.depth)
  if (deep !== undefined) return [complain(`The file nests more than ${bounds.depth} levels deep.`, 'Export the flow again; no flow is so deep.', deep)]
  let data: unknown
  try {
    data = JSON.parse(source.startsWith('\uFEFF') ? source.slice(1) : source)
  } catch (error) {
    return [complain(...notJson((error as Error).message, source))]
  }
  const read = exportedFlowSchema.safeParse(data, { reportInput: true })
  if (!read.success) return read.error.issues.slice(0, 20).map((issue) => complain(...shape(data, issue)))
  const crowded = tooMany(read.data)
  if (crowded) return [complain(crowded, 'Export the flow again; no flow that was drawn is so large.')]
  const types = read.data.variables.flatMap(({ name, type }) =>
    (variableTypes as readonly string[]).includes(type.toUpperCase())
      ? []
      : [complain(`The variable ${name} has the type "${type}".${didYouMean(type, variableTypes)}`, `Known types: ${variableTypes.join(', ')}.`)],
  )
  if (types.length > 0) return types
  const flow = flowOf(read.data, file)
  if (![...flow.main.activities.values()].some(({ group }) => group === 'start'))
    return [complain('The flow has no start activity.', 'Export a main flow; a subflow alone cannot be played.')]
  return flow
}

function placeOf(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at)
  const lines = before.split('\n')
  return { line: lines.length, column: (lines.at(-1) as string).length + 1 }
}

function notJson(message: string, source: string): [string, string, number] {
  if (source.trim() === '') return ['The file is empty.', 'Export the flow again.', 0]
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN)
  if (/end of JSON|Unterminated/i.test(message) || position >= source.length)
    return ['The file ends in the middle of the flow: it was cut off.', 'Export the flow again, and copy the whole file.', source.length]
  return ['This is not JSON.', 'Export the flow as JSON from the designer, and leave the file as it is.', Number.isNaN(position) ? 0 : position]
}

function shape(data: unknown, issue: z.core.$ZodIssue): [string, string] {
  const isPart = (key: string) => data !== null && typeof data === 'object' && key in data
  if (issue.path.length <= 1 && Array.isArray((data as { nodes?: unknown } | null)?.nodes) && isPart('edges'))
    return ['This is a flow of the Flow Orchestration API (nodes and edges), which is not imitated.', 'Export the flow from the Flow Designer.']
  const place = issue.path.map(String).join('.')
  const what =
    issue.code === 'invalid_type'
      ? `expected ${issue.expected === 'record' ? 'an object' : `${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`}`
      : issue.message
  const found = 'input' in issue && issue.input === undefined ? ', found nothing' : ''
  return [`This is not an exported flow: ${place || 'the file'}: ${what}${found}.`, 'Export the flow from the Flow Designer, and leave the file as it is.']
}

function tooMany({ process, eventFlows, variables }: ExportedFlow): string | undefined {
  const processes = [process, ...Object.values(eventFlows?.eventsMap ?? {}).flatMap((one) => one.process ?? [])]
  const activities = processes.reduce((sum, one) => sum + Object.keys(one.activities).length, 0)
  const links = processes.reduce((sum, one) => sum + one.links.length, 0)
  if (activities > bounds.activities) return `The flow has ${activities} activities; ${bounds.activities} are read at the most.`
  if (links > bounds.links) return `The flow has ${links} links; ${bounds.links} are read at the most.`
  return variables.length > bounds.variables ? `The flow has ${variables.length} variables; ${bounds.variables} are read at the most.` : undefined
}

type ExportedProcess = ExportedFlow['process']

function flowOf(exported: ExportedFlow, file: string): Flow {
  const events = Object.values(exported.eventFlows?.eventsMap ?? {})
  const eventProcess = processOf(...events.flatMap((one) => one.process ?? []))
  return {
    file,
    name: exported.name,
    description: exported.description ?? '',
    variables: exported.variables.map(
      (variable): FlowVariable => ({
        name: variable.name,
        description: variable.description ?? '',
        type: variable.type.toUpperCase() as VariableType,
        value:
          variable.value === null || variable.value === undefined
            ? ''
            : typeof variable.value === 'object'
              ? JSON.stringify(variable.value)
              : String(variable.value),
        cad: variable.isCAD ?? false,
        desktopLabel: variable.desktopLabel ?? '',
        agentEditable: variable.isAgentEditable ?? false,
        secure: variable.isSecure ?? false,
      }),
    ),
    main: processOf(exported.process),
    events: eventProcess,
    onEvents: Object.fromEntries([
      // An event activity says itself what it waits for; the table beside it goes first.
      ...[...eventProcess.activities.values()].flatMap(({ id, group, properties }) =>
        group === 'event' && typeof properties.eventSpecificationName === 'string' ? [[properties.eventSpecificationName, id] as const] : [],
      ),
      ...events.flatMap((one) => Object.entries(one.onEvents ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    ]),
  }
}

const processOf = (...processes: ExportedProcess[]): Process => ({
  activities: new Map(processes.flatMap(({ activities }) => Object.entries(activities).map(([id, one]) => [id, activityOf(id, one)] as const))),
  links: processes.flatMap(({ links }) =>
    links.map((link) => ({
      id: link.id ?? '',
      from: link.sourceActivityId,
      to: link.targetActivityId,
      on: String(link.conditionExpr ?? link.properties?.value ?? 'default'),
    })),
  ),
})

/** The groups whose activities are known by their group rather than by a name of their own (recorded: their names differ between exports). */
const BY_GROUP = ['start', 'event', 'end']

function activityOf(id: string, { name, group, properties: given }: ExportedProcess['activities'][string]): Activity {
  const properties = given ?? {}
  const named = [properties.activityName, properties.activityId].find((one): one is string => typeof one === 'string' && one !== '')
  const type = BY_GROUP.includes(group) ? group : (named ?? group)
  return { id, name, group, type, description: typeof properties.description === 'string' ? properties.description : '', properties }
}
