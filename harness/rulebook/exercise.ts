import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { scenariosIn } from '../scenario/library.ts'

/**
 * Which scenarios say that they show a rule: ids of scenarios by id of the rule, as their `rules:` have it. Only that one
 * member is read: whether a scenario is right otherwise is for `rehearsal check` to say.
 */
export function exercisedBy(root: string): ReadonlyMap<string, readonly string[]> {
  const shown = new Map<string, string[]>()
  for (const { file, id } of scenariosIn(root)) for (const rule of new Set(rulesIn(file))) shown.set(rule, [...(shown.get(rule) ?? []), id])
  return shown
}

function rulesIn(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  const member = /^rules:.*(?:\n[ \t-].*)*/m.exec(source)?.[0]
  if (member === undefined) return []
  try {
    const { rules } = parse(member) as { rules?: unknown }
    return Array.isArray(rules) ? rules.map(String) : []
  } catch {
    return []
  }
}
