import { existsSync, statSync } from 'node:fs'
import { Command } from 'commander'
import { counted } from '../../mocks/core/figure.ts'
import type { Complaint } from '../documents/complaint.ts'
import type { Part } from './check-part.ts'
import { EXIT, UsageError } from './usage.ts'

export const checkCommand = () =>
  new Command('check')
    .description('Check scenarios, CRM configurations, mappings and Studio scripts; explain each problem with its file and line')
    .argument('<file...>', 'YAML files, or folders of them')
    .addHelpText(
      'after',
      `
Examples:
  rehearsal check scenarios
  rehearsal check my-scenario.yaml configurations/support.dynamics.yaml

Exit: 0 nothing wrong (warnings are none), 1 something is, 2 no such file.`,
    )
    .action(check)

async function check(paths: string[]): Promise<void> {
  const { renderComplaint } = await import('../documents/complaint.ts')
  const files = (await Promise.all(paths.map(yamlFiles))).flat()
  if (files.length === 0) throw new UsageError(`There is no YAML file in ${paths.join(', ')}.`)
  let errors = 0
  let warnings = 0
  for (const file of files) {
    const { kind, complaints } = await checkFile(file)
    for (const complaint of complaints) {
      if (complaint.severity === 'error') errors++
      else warnings++
      process.stdout.write(`${renderComplaint(complaint)}\n`)
    }
    if (complaints.length === 0) process.stdout.write(`${file}  ${kind}, nothing wrong\n`)
  }
  process.stdout.write(`\n${counted(files.length, 'file')} · ${counted(errors, 'error')} · ${counted(warnings, 'warning')}\n`)
  process.exitCode = errors > 0 ? EXIT.findings : EXIT.held
}

async function yamlFiles(path: string): Promise<string[]> {
  const { join } = await import('node:path')
  const { readdirSync } = await import('node:fs')
  if (!existsSync(path)) throw new UsageError(`There is no file ${path}.`)
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

type Kind = 'scenario' | 'configuration' | Part

/** A file says by its first words what it is; one that does not is told what it could have been. */
async function checkFile(file: string): Promise<{ kind: Kind | 'unknown'; complaints: Complaint[] }> {
  const kind = await kindOf(file)
  if (typeof kind !== 'string') return { kind: 'unknown', complaints: kind }
  if (kind === 'scenario') {
    const { isScenario, loadScenario } = await import('../scenario/load.ts')
    const loaded = loadScenario(file)
    if (!isScenario(loaded)) return { kind, complaints: loaded }
    const { configurationProblems, faultProblems, settingsProblems } = await import('../scenario/surroundings.ts')
    const { useProblems } = await import('../scenario/in-use.ts')
    return {
      kind,
      complaints: [...configurationProblems(loaded), ...useProblems(loaded), ...(await settingsProblems(loaded)), ...(await faultProblems(loaded))],
    }
  }
  if (kind === 'configuration') return { kind, complaints: (await import('../configuration/load.ts')).checkConfiguration(file) }
  return { kind, complaints: (await import('./check-part.ts')).checkPart(file, kind) }
}

async function kindOf(file: string): Promise<Kind | Complaint[]> {
  const { openYaml, readText } = await import('../documents/open-yaml.ts')
  const source = readText(file)
  if (typeof source !== 'string') return [source]
  const { data, complaints } = openYaml(file, source)
  if (complaints.length > 0) return complaints
  if (Array.isArray(data)) return 'Studio script'
  const keys = data !== null && typeof data === 'object' ? Object.keys(data) : []
  if (keys.includes('entities'))
    return Object.values((data as { entities: object }).entities ?? {}).some(Array.isArray) ? 'dynamic data mapping' : 'data memorialization mapping'
  if (['integrationType', 'authentication', 'studioScript', 'dataMemorialization'].some((key) => keys.includes(key))) return 'configuration'
  if (['steps', 'given', 'expect', 'story'].some((key) => keys.includes(key))) return 'scenario'
  return [
    {
      file,
      line: 1,
      column: 1,
      severity: 'error',
      message: 'This is neither a scenario nor a CRM configuration, a mapping or a Studio script.',
      mend: 'A scenario has "steps", a configuration "integrationType", a mapping "entities"; a Studio script is a list of actions.',
    },
  ]
}
