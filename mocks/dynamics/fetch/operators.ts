import { own } from '../../core/own.ts'

/** fetchXml's operators by the name of the condition they mean. */
const SIMPLE: Record<string, string> = {
  eq: 'Equal',
  ne: 'NotEqual',
  neq: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterEqual',
  lt: 'LessThan',
  le: 'LessEqual',
  like: 'Like',
  'not-like': 'NotLike',
  in: 'In',
  'not-in': 'NotIn',
  null: 'Null',
  'not-null': 'NotNull',
  between: 'Between',
  'not-between': 'NotBetween',
  'begins-with': 'BeginsWith',
  'not-begin-with': 'DoesNotBeginWith',
  'ends-with': 'EndsWith',
  'not-end-with': 'DoesNotEndWith',
  'contain-values': 'ContainValues',
  'not-contain-values': 'DoesNotContainValues',
  on: 'On',
  'on-or-after': 'OnOrAfter',
  'on-or-before': 'OnOrBefore',
  'last-seven-days': 'Last7Days',
  'next-seven-days': 'Next7Days',
  'eq-userid': 'EqualUserId',
  'ne-userid': 'NotEqualUserId',
  'eq-businessid': 'EqualBusinessId',
  'ne-businessid': 'NotEqualBusinessId',
  'eq-userteams': 'EqualUserTeams',
  'eq-useroruserteams': 'EqualUserOrUserTeams',
  'eq-userlanguage': 'EqualUserLanguage',
  'eq-useroruserhierarchy': 'EqualUserOrUserHierarchy',
  'eq-useroruserhierarchyandteams': 'EqualUserOrUserHierarchyAndTeams',
  'eq-or-above': 'AboveOrEqual',
  'eq-or-under': 'UnderOrEqual',
}

/** `last-x-days` is `LastXDays`, `olderthan-x-months` is `OlderThanXMonths`, `this-week` is `ThisWeek`. */
export function conditionName(operator: string): string {
  const simple = own(SIMPLE, operator)
  if (simple) return simple
  return operator
    .replace(/^olderthan-/, 'older-than-')
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
