import type { Complaint } from '../documents/complaint.ts'
import { located, openYaml, readText, type Variables } from '../documents/open-yaml.ts'
import { checks } from './checks.ts'
import { type CrmConfiguration, crmConfigurationSchema } from './schema.ts'
import { shapeComplaints } from './shape.ts'

/** A play's credentials, or the process's environment. */
export type ConfigurationVariables = Variables

/** A configuration file, ready for use; or everything that is wrong with it (warnings alone do not keep it from being used). */
export function loadConfiguration(file: string, variables: ConfigurationVariables = process.env): CrmConfiguration | Complaint[] {
  const read = readConfiguration(file, variables)
  const errors = read.complaints.filter(({ severity }) => severity === 'error')
  return read.configuration && errors.length === 0 ? read.configuration : errors
}

/** Everything that can be said about a configuration file without a CRM, in the order of its lines. Names of `${...}` need no value here. */
export function checkConfiguration(file: string): Complaint[] {
  const { complaints } = readConfiguration(file)
  return complaints.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

function readConfiguration(file: string, variables?: Variables): { configuration?: CrmConfiguration; complaints: Complaint[] } {
  const text = readText(file)
  if (typeof text !== 'string') return { complaints: [text] }
  const yaml = openYaml(file, text, variables)
  if (yaml.complaints.length > 0) return { complaints: yaml.complaints }
  const parsed = crmConfigurationSchema.safeParse(yaml.data)
  if (!parsed.success) return { complaints: shapeComplaints(yaml, parsed.error) }
  const complaints = checks.flatMap((check) => check(parsed.data).map((remark) => located(yaml, remark)))
  return { configuration: parsed.data, complaints }
}
