import { dirname, resolve } from 'node:path'
import type { Complaint } from '../documents/complaint.ts'
import { changedYaml, located, openYaml, readText, type Variables } from '../documents/open-yaml.ts'
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
export function checkConfiguration(file: string, loading: Loading = {}): Complaint[] {
  const { complaints } = readConfiguration(file, loading)
  return complaints.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

function readConfiguration(
  file: string,
  { readings = {}, changes = {} }: Loading,
  variables?: Variables,
): { configuration?: CrmConfiguration; complaints: Complaint[] } {
  const text = readText(file)
  if (typeof text !== 'string') return { complaints: [text] }
  const yaml = openYaml(file, Object.keys(changes).length > 0 ? changedYaml(text, changes) : text, variables)
  if (yaml.complaints.length > 0) return { complaints: yaml.complaints }
  const whole = withAuthentication(file, yaml.data, variables)
  if ('remark' in whole) return { complaints: [located(yaml, whole.remark)] }
  const parsed = crmConfigurationSchema.safeParse(whole.data)
  if (!parsed.success) return { complaints: shapeComplaints(yaml, parsed.error) }
  const remarks = [...checkSiblings(file, parsed.data), ...checkFlow(file, parsed.data), ...checks.flatMap((check) => check(parsed.data, readings))]
  const complaints = remarks.map((remark) => located(yaml, remark))
  return { configuration: parsed.data, complaints }
}
