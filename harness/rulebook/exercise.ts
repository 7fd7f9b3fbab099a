import { scenariosIn } from '../scenario/library.ts'
import { isScenario, loadScenario } from '../scenario/load.ts'

/** Which scenarios say that they show a rule: ids of scenarios by id of the rule, as their `rules:` have it. Those that cannot be read show nothing. */
export function exercisedBy(root: string): ReadonlyMap<string, readonly string[]> {
  const shown = new Map<string, string[]>()
  for (const { file, root: from } of scenariosIn(root)) {
    const scenario = loadScenario(file, from)
    if (!isScenario(scenario)) continue
    for (const rule of new Set(scenario.rules)) shown.set(rule, [...(shown.get(rule) ?? []), scenario.id])
  }
  return shown
}
