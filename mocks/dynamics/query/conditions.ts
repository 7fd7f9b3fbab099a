import { guidOf } from '../data/row.ts'
import type { Reach } from './columns.ts'
import { type FiscalCalendar, fiscalSpan, periodNumber } from './fiscal.ts'
import { order, sortable } from './match.ts'
import { instantIn } from './moments.ts'
import { span } from './spans.ts'
import { likeMatcher } from './text.ts'

/** When and as whom a query runs. */
export interface Moment {
  now: number
  userId: string
  businessUnitId: string
  teamIds: readonly string[]
  /** The business units of the user's roles. */
  roleUnitIds: readonly string[]
  /** The user and everybody who reports to the user, however many levels down; and their teams. */
  reportIds: ReadonlySet<string>
  reportTeamIds: ReadonlySet<string>
  /** The user's language (LCID). */
  language: number
  fiscal: FiscalCalendar
}

type Plain = string | number | boolean | null
type Test = (value: Plain) => boolean

/**
 * The conditions that `Microsoft.Dynamics.CRM.*` query functions and fetchXml's operators share, by the function's name.
 * Weeks start on Sunday, time is UTC: the defaults of a new organisation. undefined: no such condition.
 */
export function condition(name: string, column: Pick<Reach, 'nature'>, values: readonly Plain[], moment: Moment): Test | undefined {
  const within = span(name, values, moment.now) ?? fiscalSpan(name, values.map(Number), moment.now, moment.fiscal)
  if (within) {
    return (value) => {
      if (typeof value !== 'string') return false
      const at = Date.parse(value)
      return at >= within.from && at < within.until
    }
  }
  const wanted = values.map((value) => convert(value, column))
  const first = wanted[0] ?? null
  const sign = (value: Plain, other: Plain) => order(value === null ? null : sortable(value, column), other)
  const known =
    (test: (value: Exclude<Plain, null>) => boolean): Test =>
    (value) =>
      value !== null && test(value)
  const unless =
    (test: Test): Test =>
    (value) =>
      !test(value)
  const like = (anchor: Parameters<typeof likeMatcher>[1]): Test => {
    const test = likeMatcher(String(values[0] ?? ''), anchor)
    return known((value) => test(String(value)))
  }
  const among = (ids: Iterable<string>): Test => {
    const all = new Set(ids)
    return known((value) => all.has(String(value)))
  }
  const day = (value: Plain) => Math.floor((instantIn(String(value)) ?? Number.NaN) / DAY)

  switch (name) {
    case 'Equal':
      return known((value) => sign(value, first) === 0)
    case 'NotEqual':
      return (value) => value === null || sign(value, first) !== 0
    case 'GreaterThan':
      return known((value) => sign(value, first) > 0)
    case 'GreaterEqual':
      return known((value) => sign(value, first) >= 0)
    case 'LessThan':
      return known((value) => sign(value, first) < 0)
    case 'LessEqual':
      return known((value) => sign(value, first) <= 0)
    case 'Null':
      return (value) => value === null
    case 'NotNull':
      return (value) => value !== null
    case 'In':
      return known((value) => wanted.some((one) => sign(value, one) === 0))
    case 'NotIn':
      return unless(known((value) => wanted.some((one) => sign(value, one) === 0)))
    case 'Between':
      return known((value) => sign(value, first) >= 0 && sign(value, wanted[1] ?? null) <= 0)
    case 'NotBetween':
      return unless(known((value) => sign(value, first) >= 0 && sign(value, wanted[1] ?? null) <= 0))
    case 'Like':
      return like('like')
    case 'NotLike':
      return unless(like('like'))
    case 'Contains':
      return like('contains')
    case 'DoesNotContain':
      return unless(like('contains'))
    case 'BeginsWith':
      return like('startswith')
    case 'DoesNotBeginWith':
      return unless(like('startswith'))
    case 'EndsWith':
      return like('endswith')
    case 'DoesNotEndWith':
      return unless(like('endswith'))
    case 'ContainValues':
      return known((value) =>
        String(value)
          .split(',')
          .some((one) => values.map(String).includes(one)),
      )
    case 'DoesNotContainValues':
      return unless(
        known((value) =>
          String(value)
            .split(',')
            .some((one) => values.map(String).includes(one)),
        ),
      )
    case 'On':
      return known((value) => day(value) === day(values[0] ?? null))
    case 'NotOn':
      return known((value) => day(value) !== day(values[0] ?? null))
    case 'OnOrAfter':
      return known((value) => day(value) >= day(values[0] ?? null))
    case 'OnOrBefore':
      return known((value) => day(value) <= day(values[0] ?? null))
    case 'EqualUserId':
      return (value) => value === moment.userId
    case 'NotEqualUserId':
      return (value) => value !== moment.userId
    case 'EqualBusinessId':
      return (value) => value === moment.businessUnitId
    case 'NotEqualBusinessId':
      return (value) => value !== moment.businessUnitId
    case 'EqualUserTeams':
      return among(moment.teamIds)
    case 'EqualUserOrUserTeams':
      return among([moment.userId, ...moment.teamIds])
    case 'EqualRoleBusinessId':
      return among(moment.roleUnitIds)
    case 'EqualUserOrUserHierarchy':
      return among(moment.reportIds)
    case 'EqualUserOrUserHierarchyAndTeams':
      return among([...moment.reportIds, ...moment.reportTeamIds])
    case 'EqualUserLanguage':
      return known((value) => Number(value) === moment.language)
    case 'InFiscalPeriod': {
      const { fiscal } = moment
      return known((value) => periodNumber(fiscal, Date.parse(String(value))) === Number(values[0]))
    }
    default:
      return undefined
  }
}

const DAY = 86_400_000

/** Values arrive as text often (fetchXml always): in the column's own form they compare. */
function convert(value: Plain, { nature }: Pick<Reach, 'nature'>): Plain {
  if (value === null) return null
  switch (nature) {
    case 'number':
      return Number(value)
    case 'boolean':
      return typeof value === 'boolean' ? value : /^(true|1)$/i.test(String(value).trim())
    case 'guid':
      return guidOf(String(value)) ?? String(value)
    case 'instant':
    case 'day':
      return instantIn(String(value)) ?? Number.NaN
    default:
      return String(value).toLowerCase()
  }
}
