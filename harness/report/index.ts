import { didYouMean } from '../../mocks/core/nearest.ts'
import { github } from './github.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import type { ReporterOptions } from './output.ts'
import { pretty } from './pretty.ts'
import type { Reporter } from './reporter.ts'

export type { Output, ReporterOptions } from './output.ts'
export { ReportError } from './save.ts'
export { showExchange } from './show-exchange.ts'

export interface ReporterKind {
  says: string
  /** Writes a file, so it needs one: `junit=FILE`. */
  file: boolean
  make(options: ReporterOptions, file: string): Reporter
}

/** By the name that `--report` takes. */
export const reporters: Readonly<Record<string, ReporterKind>> = {
  pretty: { says: 'for people, on the terminal', file: false, make: (options) => pretty(options) },
  github: { says: 'for GitHub Actions: annotations and a summary of the step', file: false, make: (options) => github(options) },
  junit: { says: 'JUnit XML, for CI', file: true, make: (_, file) => junit(file) },
  json: { says: 'JSON, for programs', file: true, make: (_, file) => json(file) },
  html: { says: 'one file for a browser, with a picture of each play', file: true, make: html },
}

export type ReportChoice = { name: string; file: string }

/** `pretty`, `junit=FILE` or `json=FILE`; otherwise a message that says what is wrong and what is possible. */
export function parseReport(text: string): ReportChoice | { message: string } {
  const [, name = '', , file = ''] = /^([^=]*)(=(.*))?$/s.exec(text) ?? []
  const kind = Object.hasOwn(reporters, name) ? reporters[name] : undefined
  const forms = Object.entries(reporters).map(([known, { file: needed }]) => (needed ? `${known}=FILE` : known))
  if (!kind) return { message: `There is no report "${name}": use ${forms.join(', ')}.${didYouMean(name, Object.keys(reporters))}` }
  if (kind.file && file === '')
    return { message: `The report ${name} needs a file: ${name}=FILE, for example ${name}=report.${name === 'junit' ? 'xml' : name}.` }
  if (!kind.file && text.includes('=')) return { message: `The report ${name} goes to the terminal and takes no file: ${forms.join(', ')}.` }
  return { name, file }
}

export const makeReporter = ({ name, file }: ReportChoice, options: ReporterOptions): Reporter => (reporters[name] as ReporterKind).make(options, file)
