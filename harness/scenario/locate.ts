import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nearestFolder } from './library.ts'

/** The configurations that come with the project, beside its scenarios. */
const packaged = (): string | undefined => nearestFolder(dirname(fileURLToPath(import.meta.url)), join('scenarios', 'configurations'))

/** Where `<name>.<crm>.yaml` is: in a `configurations` folder beside the scenario or above it, else among the packaged ones. */
export function findConfiguration(scenarioFile: string, name: string, crm: string): { file: string; tried: string[] } | { file?: undefined; tried: string[] } {
  const tried: string[] = []
  for (let folder = dirname(scenarioFile); ; folder = dirname(folder)) {
    const file = join(folder, 'configurations', `${name}.${crm}.yaml`)
    if (existsSync(file)) return { file, tried }
    tried.push(file)
    if (dirname(folder) === folder) break
  }
  const own = packaged()
  const file = own === undefined ? undefined : join(own, `${name}.${crm}.yaml`)
  return file !== undefined && existsSync(file) ? { file, tried } : { tried: [tried[0] as string, ...(file ? [file] : [])] }
}
