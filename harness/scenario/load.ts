import { basename, dirname, relative, sep } from 'node:path'
import { figure } from '../../mocks/core/figure.ts'
import { namesAt } from '../../mocks/core/schema/names.ts'
import type { Complaint } from '../documents/complaint.ts'
import { openYaml, readText } from '../documents/open-yaml.ts'
import { withProfiles } from '../profiles.ts'
import { check } from './check.ts'
import { describe } from './complain.ts'
import type { Scenario } from './scenario.ts'
import { scenarioJsonSchema, scenarioSchema } from './schema.ts'
import { verbNames } from './verbs/index.ts'

export type ScenarioProblem = Complaint

/** Tells a loaded scenario from what is wrong with it. */
export const isScenario = (loaded: Scenario | ScenarioProblem[]): loaded is Scenario => !Array.isArray(loaded)

/**
 * Reads a scenario, or says what is wrong with it, each thing with its place. Never throws for what a user wrote.
 * `root` is the folder that ids are relative to; without it an id is the file's folder and name.
 */
export function loadScenario(file: string, root?: string): Scenario | ScenarioProblem[] {
  const source = readText(file)
  if (typeof source !== 'string') return [source]
  return parseScenario(source, file, idOf(file, root))
}

const idOf = (file: string, root: string | undefined): string => {
  const path = root === undefined ? `${basename(dirname(file))}/${basename(file)}` : relative(root, file).split(sep).join('/')
  return path.replace(/\.ya?ml$/i, '')
}

export function parseScenario(source: string, file: string, id: string): Scenario | ScenarioProblem[] {
  const yaml = openYaml(file, source)
  if (yaml.complaints.length > 0) return yaml.complaints
  const at = (path: readonly PropertyKey[], key?: string) => ({ file, ...(key === undefined ? yaml.place(path) : yaml.place([...path, key], true)) })
  const read = scenarioSchema.safeParse(yaml.data ?? {}, { reportInput: true })
  if (!read.success) {
    const json = scenarioJsonSchema()
    const issues = plain(read.error.issues)
    const placed = (issue: (typeof issues)[number]) => at(issue.path, issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined)
    const told = issues
      .slice(0, MOST_TOLD)
      .map((issue): ScenarioProblem => ({ ...placed(issue), ...describe(issue, namesAt(json, issue.path)), severity: 'error' }))
    const rest = issues.slice(MOST_TOLD)
    return rest[0] === undefined ? told : [...told, { ...placed(rest[0]), ...untold(rest.length), severity: 'error' }]
  }
  const { steps, expect, ...rest } = read.data
  const scenario: Scenario = {
    ...rest,
    readings: {},
    id,
    file,
    steps: steps.map((step, i) => {
      const verb = verbNames.find((name) => (step as Record<string, unknown>)[name] !== undefined) as string
      return {
        index: i + 1,
        verb,
        args: (step as Record<string, unknown>)[verb],
        at: step.at,
        after: step.after,
        impossible: step.impossible ?? false,
        line: at(['steps', i]).line,
      }
    }),
    expect: expect.map((one, i) => {
      const [kind, args] = Object.entries(one).find(([, value]) => value !== undefined) as [string, unknown]
      return { kind, args, line: at(['expect', i]).line }
    }),
  }
  const wrong = check(scenario).map(({ path, ...complaint }): ScenarioProblem => ({ ...at(path), ...complaint, severity: 'error' }))
  return wrong.length > 0 ? wrong : withProfiles(scenario, scenario.profile)
}

/** Nobody reads more at once, and a file that is wrong from end to end is wrong in one way. */
const MOST_TOLD = 100
const untold = (count: number) => ({
  message: `From here on ${count === 1 ? 'one more thing is' : `${figure(count)} more things are`} wrong.`,
  mend: 'Mend what is told above, then look again.',
})

/** Without what follows from an unknown member: a step whose verb is misspelt has no verb, which needs no saying. */
function plain<Issue extends { code: string; path: readonly PropertyKey[] }>(issues: readonly Issue[]): Issue[] {
  const unknown = new Set(issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? [path.join(' ')] : [])))
  return issues.filter(({ code, path }) => code !== 'custom' || !unknown.has(path.join(' ')))
}
