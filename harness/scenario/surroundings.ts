import { z } from 'zod'
import { discoverMocks } from '../../mocks/core/discover.ts'
import { neverStrikes } from '../../mocks/core/faults/target.ts'
import type { Fault } from '../../mocks/core/faults.ts'
import { Refusal } from '../../mocks/core/problem.ts'
import { namesAt } from '../../mocks/core/schema/names.ts'
import { SeedError } from '../../mocks/core/schema.ts'
import { openYaml, type Path, readText } from '../documents/open-yaml.ts'
import { describe } from './complain.ts'
import type { Crm } from './crm/words.ts'
import type { ScenarioProblem } from './load.ts'
import { findConfiguration } from './locate.ts'
import type { Scenario } from './scenario.ts'

/** The systems' settings that a scenario names wrongly, or gives a value that is none of theirs. Only the systems themselves know. */
export async function settingsProblems(scenario: Scenario): Promise<ScenarioProblem[]> {
  const given: Readonly<Record<string, unknown>> = scenario.given.settings
  if (Object.keys(given).every((system) => system === 'contactCentre')) return []
  return (await discoverMocks()).flatMap(({ name, settings }) => {
    const read = settings.safeParse(given[name] ?? {}, { reportInput: true })
    if (read.success) return []
    const place = placesIn(scenario.file)
    const known = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' })
    return read.error.issues.map((issue): ScenarioProblem => {
      const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
      const path = ['given', 'settings', name, ...issue.path, ...key]
      return { file: scenario.file, ...place(path, key.length > 0), ...describe(issue, namesAt(known, issue.path)), severity: 'error' }
    })
  })
}

/** Faults that could never strike, on none of the CRMs that the scenario is for: no system has such an operation or method. */
export async function faultProblems({ file, crm, given, steps }: Scenario): Promise<ScenarioProblem[]> {
  const laid = [
    ...given.faults.map(({ when }, i) => ({ when, path: ['given', 'faults', i] })),
    ...steps.flatMap(({ verb, args }, i) => (verb === 'world.faults' ? [{ when: (args as Fault).when, path: ['steps', i, verb] }] : [])),
  ]
  if (laid.length === 0) return []
  const mocks = await discoverMocks()
  return laid.flatMap(({ when, path }) => {
    const found = crm.map((on) => neverStrikes(when.mock === 'crm' ? { ...when, mock: on } : when, mocks))
    const [never] = found.some((one) => one === undefined) ? [] : found
    return never ? [{ file, ...placesIn(file)(path), message: never.message, mend: `Expected ${never.expected}.`, severity: 'error' as const }] : []
  })
}

/** The configuration that a scenario names, on each CRM where there is none. */
export function configurationProblems({ file, configuration, crm }: Scenario): ScenarioProblem[] {
  return crm.flatMap((on) => {
    const found = findConfiguration(file, configuration, on)
    if (found.file !== undefined) return []
    const message = `There is no configuration "${configuration}" for ${on}. Looked for ${found.tried.join(', ')}.`
    return [{ file, ...placesIn(file)(['configuration']), message, severity: 'error' }]
  })
}

/** A CRM does not take the people, cases, tables or settings that a scenario gives it; undefined for an error of another kind. */
export function refusedByCrm({ file }: Scenario, crm: Crm, error: unknown): ScenarioProblem | undefined {
  const why = reason(error)
  if (why === undefined) return undefined
  return { file, ...placesIn(file)(['given'], true), message: `What is given here cannot be had in ${crm}: ${why}`, severity: 'error' }
}
function reason(error: unknown): string | undefined {
  if (error instanceof Refusal) return refusal(error)
  if (error instanceof z.ZodError) return issues(error)
  return error instanceof SeedError ? error.message : undefined
}
const refusal = ({ message, problem }: Refusal): string => (problem.detail ? `${message} ${JSON.stringify(problem.detail.details ?? problem.detail)}` : message)
const issues = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.slice(2).join('.')}: ${issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message}`).join('; ')

/** Where something stands in a scenario that has been read before; at its beginning where the file is gone. */
export function placesIn(file: string): (path: Path, key?: boolean) => { line: number; column: number } {
  const source = readText(file)
  return typeof source === 'string' ? openYaml(file, source).place : () => ({ line: 1, column: 1 })
}
