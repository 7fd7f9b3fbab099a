import { readFileSync } from 'node:fs'
import { checks } from './checks.ts'
import type { Complaint } from './complaint.ts'
import { located, openYaml } from './positions.ts'
import { type CrmConfiguration, crmConfigurationSchema } from './schema.ts'
import { shapeComplaints } from './shape.ts'

/** Values for `${NAME}` in a configuration: a play's credentials, or the process's environment. */
export type ConfigurationVariables = Readonly<Record<string, string | undefined>>

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

function readConfiguration(file: string, variables?: ConfigurationVariables): { configuration?: CrmConfiguration; complaints: Complaint[] } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'There is no such file.' : `It cannot be read: ${(error as Error).message}.`
    return { complaints: [{ file, line: 1, column: 1, severity: 'error', message: reason, mend: 'Check the path.' }] }
  }
  const yaml = openYaml(file, text, variables)
  if (yaml.complaints.length > 0) return { complaints: yaml.complaints }
  const parsed = crmConfigurationSchema.safeParse(yaml.data)
  if (!parsed.success) return { complaints: shapeComplaints(yaml, parsed.error) }
  const complaints = checks.flatMap((check) => check(parsed.data).map((remark) => located(yaml, remark)))
  return { configuration: parsed.data, complaints }
}
