import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder `name` in `from` or in the nearest folder above it. */
export function nearestFolder(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, name)
    if (existsSync(candidate)) return candidate
    if (dirname(folder) === folder) return undefined
  }
}

/** The scenarios that come with the project. */
export const packagedScenarios = (): string => nearestFolder(dirname(fileURLToPath(import.meta.url)), 'scenarios') ?? resolve('scenarios')

/** Whether a scenario's file is one of those that come with the project. */
export const isPackaged = (file: string): boolean => resolve(file).startsWith(packagedScenarios() + sep)

export interface ScenarioFile {
  file: string
  /** The folder that its id is relative to. */
  root: string
  id: string
}

const isScenarioFile = (name: string) => /\.ya?ml$/i.test(name)

/** Every scenario under a folder, by id; `configurations` folders hold no scenarios. */
export function scenariosIn(root: string): ScenarioFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => isScenarioFile(path) && !path.split(sep).includes('configurations') && !path.split(sep).includes('node_modules'))
    .map((path) => scenarioFile(join(root, path), root))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

const scenarioFile = (file: string, root: string): ScenarioFile => ({
  file,
  root,
  id: relative(root, file)
    .split(sep)
    .join('/')
    .replace(/\.ya?ml$/i, ''),
})

const glob = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )

export interface Found {
  files: ScenarioFile[]
  /** Patterns that match nothing. */
  unmatched: string[]
}

/**
 * What patterns mean: a file, a folder, or ids of the library by name, folder or `*` (`tokens/*`, `voice`, `first-call-of-the-day`).
 * No pattern means the whole library: `root`, else the scenarios that come with the project.
 */
export function findScenarios(patterns: readonly string[], root: string = packagedScenarios()): Found {
  const library = existsSync(root) ? scenariosIn(root) : []
  if (patterns.length === 0) return { files: library, unmatched: [] }
  const files = new Map<string, ScenarioFile>()
  const unmatched = patterns.filter((pattern) => {
    const found = match(pattern, library)
    for (const one of found) files.set(resolve(one.file), one)
    return found.length === 0
  })
  return { files: [...files.values()], unmatched }
}

function match(pattern: string, library: readonly ScenarioFile[]): ScenarioFile[] {
  const bare = pattern.replace(/\/+$/, '').replace(/\.ya?ml$/i, '')
  const wanted = glob(bare)
  const ids = library.filter(({ id }) => wanted.test(id) || id.startsWith(`${bare}/`) || id.split('/').at(-1) === bare)
  if (ids.length > 0 && !existsSync(pattern)) return ids
  if (existsSync(pattern)) {
    if (statSync(pattern).isDirectory()) return scenariosIn(pattern)
    const file = resolve(pattern)
    const known = library.find((one) => resolve(one.file) === file)
    return [known ?? scenarioFile(file, dirname(dirname(file)))]
  }
  return ids
}
