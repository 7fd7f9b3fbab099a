import type { Rule } from '../rules/rule.ts'
import type { Complaint } from './complaints.ts'

/** As the published table has it: `R001`; a rule without a number by its own name. */
export function ruleName({ rule: id }: Pick<Complaint, 'rule'>, rules: readonly Rule[]): string {
  if (id === undefined) return 'Expectation'
  return rules.find((rule) => rule.id === id)?.source.rules.join(', ') || id
}
