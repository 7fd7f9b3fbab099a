import { isPackaged } from '../scenario/library.ts'
import type { Play } from './reporter.ts'
import { shownPath } from './shown-path.ts'

/** How a play is named on the command line: by its id where it comes with the project, else by its file. */
export function namedToRepeat({ scenario, file }: Pick<Play, 'scenario' | 'file'>): string {
  if (isPackaged(file)) return scenario
  return asArgument(shownPath(file))
}

/** A name or a path as one word of a command line, in any shell. */
export const asArgument = (text: string): string => (/^[\w./:\\-]+$/.test(text) ? text : JSON.stringify(text))
