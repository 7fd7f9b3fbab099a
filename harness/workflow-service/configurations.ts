import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfiguration } from '../configuration/load.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import { configurationId } from '../configuration/workflows.ts'
import type { DemoCredentials } from '../demo.ts'
import { renderComplaint } from '../documents/complaint.ts'
import { packagedScenarios } from '../scenario/library.ts'

/** Configurations that cannot be used, with what is wrong in them. */
export class ConfigurationsError extends Error {
  override name = 'ConfigurationsError'
}

/** The configurations in these files and folders, the packaged support ones where none is named, with the World's credentials filled in. */
export const configurationsIn = (paths: readonly string[] | undefined, credentials: DemoCredentials): CrmConfiguration[] =>
  configurationFilesIn(paths, credentials).map(({ configuration }) => configuration)

/** The same, each with its file. */
export function configurationFilesIn(paths: readonly string[] | undefined, credentials: DemoCredentials): { file: string; configuration: CrmConfiguration }[] {
  const known = new Map<string, string>()
  return (paths ? filesOf(paths) : packaged()).map((file) => {
    const loaded = loadConfiguration(file, { ...process.env, ...variables(file, credentials) })
    if (Array.isArray(loaded)) throw new ConfigurationsError(loaded.map(renderComplaint).join('\n'))
    const id = configurationId(loaded)
    const other = known.get(id)
    if (other !== undefined)
      throw new ConfigurationsError(`${file} and ${other} have the same configuration ID ${id} (R019). Give one of them another name, or an "id".`)
    known.set(id, file)
    return { file, configuration: loaded }
  })
}

const packaged = () => ['support.dynamics.yaml', 'support.zendesk.yaml'].map((name) => join(packagedScenarios(), 'configurations', name))

function filesOf(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!stats) throw new ConfigurationsError(`There is no file ${path}.`)
    if (!stats.isDirectory()) return [path]
    const names = readdirSync(path).filter((name) => /\.ya?ml$/i.test(name))
    if (names.length === 0) throw new ConfigurationsError(`There is no YAML file in ${path}.`)
    return names.sort().map((name) => join(path, name))
  })
}

/** The names are those that the packaged configurations use; which CRM a file is for is in its text. */
function variables(file: string, { entra, zendesk }: DemoCredentials): Record<string, string> {
  const isZendesk = /^integrationType:\s*["']?Zendesk/m.test(readFileSync(file, 'utf8'))
  return isZendesk
    ? { TENANT_ID: '', CLIENT_ID: zendesk.clientId, CLIENT_SECRET: zendesk.clientSecret }
    : { TENANT_ID: entra.tenantId, CLIENT_ID: entra.clientId, CLIENT_SECRET: entra.clientSecret }
}
