import { resolve, sep } from 'node:path'
import { packagedScenarios } from '../scenario/library.ts'
import type { Play } from './reporter.ts'
import { shownPath } from './shown-path.ts'

/** How a play is named on the command line: by its id where it comes with the project, else by its file. */
export function namedToRepeat({ scenario, file }: Pick<Play, 'scenario' | 'file'>): string {
  if (resolve(file).startsWith(packagedScenarios() + sep)) return scenario
  const path = shownPath(file)
  return /[^\w./:\\-]/.test(path) ? JSON.stringify(path) : path
}
