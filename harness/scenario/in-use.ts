import { checkConfiguration, configurationIn } from '../configuration/load.ts'
import type { Complaint } from '../documents/complaint.ts'
import type { Crm } from './crm/words.ts'
import { fieldsFor, notMapped } from './expect/evidence.ts'
import type { ScenarioProblem } from './load.ts'
import { findConfiguration } from './locate.ts'
import type { Scenario } from './scenario.ts'
import { placesIn } from './surroundings.ts'

/** What a scenario that is played makes of its configuration: changes that spoil it, and fields that are expected and that nothing maps. */
export function useProblems(scenario: Scenario): Complaint[] {
  if (scenario.steps.length === 0) return []
  const problems = scenario.crm.flatMap((crm) => {
    const { file } = findConfiguration(scenario.file, scenario.configuration, crm)
    if (file === undefined) return []
    const errors = checkConfiguration(file, scenario).filter(({ severity }) => severity === 'error')
    return errors.length > 0 ? errors : unmapped(scenario, crm, file)
  })
  const text = (problem: Complaint) => `${problem.file}:${problem.line}:${problem.column} ${problem.message}`
  return problems.filter((problem, i) => problems.findIndex((other) => text(other) === text(problem)) === i)
}

function unmapped(scenario: Scenario, crm: Crm, file: string): ScenarioProblem[] {
  const configuration = configurationIn(file, scenario)
  if (!configuration) return []
  return scenario.expect.flatMap(({ kind, args }, i) => {
    if (kind !== 'memorialized' && kind !== 'withheld') return []
    const { record, fields } = args as { record: Parameters<typeof fieldsFor>[1]; fields: string[] | Record<string, string> }
    const names = Array.isArray(fields) ? fields : Object.keys(fields)
    return names.flatMap((name, at): ScenarioProblem[] => {
      if (fieldsFor({ configuration, crm }, record, name).length > 0) return []
      const place = placesIn(scenario.file)(['expect', i, kind, 'fields', Array.isArray(fields) ? at : name], !Array.isArray(fields))
      const message = `On ${crm} ${notMapped({ configuration, crm }, record, name)}.`
      return [{ file: scenario.file, ...place, message, mend: 'Map it there, or correct the name.', severity: 'error' }]
    })
  })
}
