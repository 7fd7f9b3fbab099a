import { basename, dirname, resolve } from 'node:path'
import type { Complaint } from '../documents/complaint.ts'
import { changedYaml, leadNowhere, located, type OpenYaml, openYaml, type Path, readText, type Variables } from '../documents/open-yaml.ts'
import { checkFlow } from './check-flow.ts'
import { checkSiblings } from './check-siblings.ts'
import { checks, type Readings } from './checks.ts'
import { type CrmConfiguration, crmConfigurationSchema } from './schema.ts'
import { shapeComplaints } from './shape.ts'
import { withAuthentication } from './shared-authentication.ts'

/** A play's credentials, or the process's environment. */
export type ConfigurationVariables = Variables

/** What a scenario says otherwise than the file, and how rules are read that can be read in two ways. */
export interface Loading {
  readings?: Readings
  /** Values by path in the file: `authentication.url`, `studioScript.0.ASSIGN.variable`; null takes what is there away. */
  changes?: Readonly<Record<string, unknown>>
  /** The scenario that says so. */
  file?: string
}

/** A configuration file, ready for use; or everything that is wrong with it (warnings alone do not keep it from being used). */
export function loadConfiguration(file: string, variables: ConfigurationVariables = process.env, loading: Loading = {}): CrmConfiguration | Complaint[] {
  const read = readConfiguration(file, loading, variables)
  const errors = read.complaints.filter(({ severity }) => severity === 'error')
  return read.configuration && errors.length === 0 ? withFlow(read.configuration, file) : errors
}

/** With the path of its flow as it is from here. */
const withFlow = (configuration: CrmConfiguration, file: string): CrmConfiguration =>
  configuration.webex ? { ...configuration, webex: { ...configuration.webex, flow: resolve(dirname(file), configuration.webex.flow) } } : configuration

/** Everything that can be said about a configuration file without a CRM, in the order of its lines. Names of `${...}` need no value here. */
export const checkConfiguration = (file: string, loading: Loading = {}): Complaint[] => readConfiguration(file, loading).complaints

/** What it configures as far as its shape allows, whatever may be said of it; names of `${...}` need no value. */
export const configurationIn = (file: string, loading: Loading = {}): CrmConfiguration | undefined => readConfiguration(file, loading).configuration

function readConfiguration(
  file: string,
  { readings = {}, changes = {}, file: scenario }: Loading,
  variables?: Variables,
): { configuration?: CrmConfiguration; complaints: Complaint[] } {
  const text = readText(file)
  if (typeof text !== 'string') return { complaints: [text] }
  const changed = Object.keys(changes)
  const yaml = openYaml(file, changed.length > 0 ? changedYaml(text, changes) : text, variables)
  if (yaml.complaints.length > 0) return { complaints: yaml.complaints }
  const nowhere = changed.length > 0 ? leadNowhere(text, changes) : []
  const told = (about: (yaml: OpenYaml) => Complaint[]) => inOrder(about(yaml), scenario && changed.length > 0 ? about(changedBy(yaml, changed, scenario)) : [])
  if (nowhere.length > 0) return { complaints: told((at) => nowhere.map((place) => located(at, { path: place.split('.'), ...notThere(place, file) }))) }
  const whole = withAuthentication(file, yaml.data, variables)
  if ('remark' in whole) return { complaints: told((at) => [located(at, whole.remark)]) }
  const parsed = crmConfigurationSchema.safeParse(whole.data)
  if (!parsed.success) return { complaints: told((at) => shapeComplaints(at, parsed.error)) }
  const remarks = [...checkSiblings(file, parsed.data), ...checkFlow(file, parsed.data), ...checks.flatMap((check) => check(parsed.data, readings))]
  return { configuration: parsed.data, complaints: told((at) => remarks.map((remark) => located(at, remark))) }
}

/** In the order of the configuration's lines, also those that are `said` somewhere else. */
const inOrder = (complaints: readonly Complaint[], said: readonly Complaint[]): Complaint[] =>
  complaints
    .map((complaint, i) => ({ complaint, said: said[i] ?? complaint }))
    .toSorted(({ complaint: a }, { complaint: b }) => a.line - b.line || a.column - b.column)
    .map((one) => one.said)

const notThere = (place: string, file: string) => ({
  severity: 'error' as const,
  message: `There is no "${place}" in ${basename(file)} to change.`,
  mend: 'Correct the path: names and numbers of entries (from 0) with dots between them.',
})

/** What a scenario says otherwise is wrong where the scenario says it, not in the file that has it right. */
function changedBy(yaml: OpenYaml, changes: readonly string[], scenario: string): OpenYaml {
  return {
    ...yaml,
    place(path, key) {
      const begins = (long: Path, short: Path) => short.every((part, i) => String(part) === String(long[i]))
      const change = changes.find((one) => begins(path, one.split('.'))) ?? (path.length > 0 ? changes.find((one) => begins(one.split('.'), path)) : undefined)
      const text = change === undefined ? undefined : readText(scenario)
      if (change === undefined || typeof text !== 'string') return yaml.place(path, key)
      return { file: scenario, ...openYaml(scenario, text).place(['changes', change], true) }
    },
  }
}
