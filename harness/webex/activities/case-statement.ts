import { asText } from '../expressions/value.ts'
import type { ActivityKind } from '../here.ts'

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/**
 * Goes on by the case that the expression is worth. Exports of the designer number the cases and keep their values beside
 * them, as a menu does (recorded: links by index); newer ones name the link by the value itself (documented): both work.
 */
export const caseStatement: ActivityKind = (here) => {
  const { menuLinks, menuLinks_input: values, 'menuLinks:input': older } = here.activity.properties
  const expression = here.text('expression')
  const value = asText(here.value(expression, 'expression')).trim()
  here.tell({ did: 'decided', expression, value })
  const links = listOf(menuLinks)
  const index = listOf(values ?? older).indexOf(value)
  if (index >= 0) return links[index] ?? String(index)
  return here.drawn(value) ? value : 'default'
}
