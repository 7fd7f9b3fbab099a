import type { Span } from './spans.ts'

/** An organisation's fiscal year, as its own row says. */
export interface FiscalCalendar {
  /** Of its first day; months from 0. */
  month: number
  day: number
  /** Months in a period; 0: four weeks, thirteen of them a year. */
  months: number
  /** A year is named after the calendar year in which it begins or ends. */
  named: 'start' | 'end'
}

const FOUR_WEEKS = 28 * 86_400_000
const FOREVER = 8.64e15
/** `fiscalperiodtype` (documented): annual, semiannual, quarterly, monthly, four weeks. */
const MONTHS: Record<number, number> = { 2000: 12, 2001: 6, 2002: 3, 2003: 1, 2004: 0 }

/** From the organisation's columns; a new one starts its year on 1 January, has quarters, and names the year by its start (documented). */
export function fiscalCalendar(start: unknown, type: unknown, display: unknown): FiscalCalendar {
  const first = new Date(typeof start === 'string' ? start : 0)
  return { month: first.getUTCMonth(), day: first.getUTCDate(), months: MONTHS[Number(type)] ?? 3, named: display === 2 ? 'end' : 'start' }
}

/** Periods are counted on through the years, so that "three periods ago" is a subtraction. */
const perYear = ({ months }: FiscalCalendar): number => (months === 0 ? 13 : 12 / months)
const yearStart = ({ month, day }: FiscalCalendar, year: number): number => Date.UTC(year, month, day)

function startOf(calendar: FiscalCalendar, count: number): number {
  const year = Math.floor(count / perYear(calendar))
  const index = count - year * perYear(calendar)
  if (calendar.months === 0) return yearStart(calendar, year) + index * FOUR_WEEKS
  return Date.UTC(year, calendar.month + index * calendar.months, calendar.day)
}

/** The period that holds an instant. A year of four-week periods leaves a day or two over: they belong to its last one. */
function countAt(calendar: FiscalCalendar, at: number): number {
  const calendarYear = new Date(at).getUTCFullYear()
  const year = at >= yearStart(calendar, calendarYear) ? calendarYear : calendarYear - 1
  let index = perYear(calendar) - 1
  while (index > 0 && startOf(calendar, year * perYear(calendar) + index) > at) index--
  return year * perYear(calendar) + index
}

/** The calendar year in which the fiscal year of that name begins. */
function beginOf(calendar: FiscalCalendar, name: number): number {
  const whole = calendar.month === 0 && calendar.day === 1
  return calendar.named === 'end' && !whole ? name - 1 : name
}

/** The time that a fiscal condition means; undefined when `name` is none. "Last X" ends where the present one begins (inferred). */
export function fiscalSpan(name: string, values: readonly number[], now: number, calendar: FiscalCalendar): Span | undefined {
  const [first = 1, second = 0] = values
  const periods = (from: number, until: number): Span => ({ from: startOf(calendar, from), until: startOf(calendar, until) })
  const years = (from: number, until: number): Span => ({ from: yearStart(calendar, from), until: yearStart(calendar, until) })
  const here = countAt(calendar, now)
  const year = Math.floor(here / perYear(calendar))
  const named = beginOf(calendar, second) * perYear(calendar) + first - 1
  switch (name) {
    case 'ThisFiscalPeriod':
      return periods(here, here + 1)
    case 'LastFiscalPeriod':
      return periods(here - 1, here)
    case 'NextFiscalPeriod':
      return periods(here + 1, here + 2)
    case 'LastXFiscalPeriods':
      return periods(here - first, here)
    case 'NextXFiscalPeriods':
      return periods(here + 1, here + 1 + first)
    case 'ThisFiscalYear':
      return years(year, year + 1)
    case 'LastFiscalYear':
      return years(year - 1, year)
    case 'NextFiscalYear':
      return years(year + 1, year + 2)
    case 'LastXFiscalYears':
      return years(year - first, year)
    case 'NextXFiscalYears':
      return years(year + 1, year + 1 + first)
    case 'InFiscalYear':
      return years(beginOf(calendar, first), beginOf(calendar, first) + 1)
    case 'InFiscalPeriodAndYear':
      return periods(named, named + 1)
    case 'InOrAfterFiscalPeriodAndYear':
      return { from: startOf(calendar, named), until: FOREVER }
    case 'InOrBeforeFiscalPeriodAndYear':
      return { from: -FOREVER, until: startOf(calendar, named + 1) }
    default:
      return undefined
  }
}

/** The number of the period that holds an instant, from 1, whatever the year. */
export const periodNumber = (calendar: FiscalCalendar, at: number): number =>
  (((countAt(calendar, at) % perYear(calendar)) + perYear(calendar)) % perYear(calendar)) + 1
