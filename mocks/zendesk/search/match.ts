import type { World } from '../../core/index.ts'
import { fieldsOf } from '../fields/fields.ts'
import { digitsOf } from '../records.ts'
import { readInstant } from '../time.ts'
import { relativeStart } from './dates.ts'
import type { Term } from './lexer.ts'
import { finder, keysFor, searchable } from './text.ts'

export interface Asking {
  world: World
  /** Who `me` is. */
  me: number
}

export type Test<T> = (row: T) => boolean
/** From a term to what a row must be; compiled once a query, so that a row costs no look-up of names. */
export type Compile<T> = (term: Term, asking: Asking) => Test<T>

/** The same keyword twice means either (documented); everything else must hold together. */
export function clauses(terms: readonly Term[]): Term[][] {
  const grouped = new Map<string, Term[]>()
  terms.forEach((term, i) => {
    const either = term.keyword !== undefined && term.operator === ':' && !term.negated
    const key = either ? (term.keyword as string) : `#${i}`
    grouped.set(key, [...(grouped.get(key) ?? []), term])
  })
  return [...grouped.values()]
}

export function compileAll<T>(terms: readonly Term[], asking: Asking, compile: Compile<T>): Test<T> {
  const tests = clauses(terms).map((clause) => {
    const either = clause.map((term) => {
      const test = compile(term, asking)
      return term.negated ? (row: T) => !test(row) : test
    })
    return either.length === 1 ? (either[0] as Test<T>) : (row: T) => either.some((test) => test(row))
  })
  return (row) => tests.every((test) => test(row))
}

/**
 * Keys of the word index for one of the terms that must hold and that look at text (`keywords`): the one with the longest
 * word, for it names the fewest rows. Undefined: the index does not help.
 */
export function tellingKeys(terms: readonly Term[], keywords: ReadonlySet<string | undefined>): string[] | undefined {
  let best: string[] | undefined
  for (const [term, other] of clauses(terms)) {
    if (!term || other || term.negated || !keywords.has(term.keyword) || term.value === '*') continue
    if (term.keyword !== undefined && term.value === 'none' && !term.quoted) continue
    const keys = keysFor(term.value, term.quoted)
    if (keys && (keys[0] as string).length > (best?.[0]?.length ?? 0)) best = keys
  }
  return best
}

const empty = (value: unknown): boolean => value === null || value === undefined || value === ''

/** `none` and `*` ask for an empty or any value; else the words of the value. */
export const words =
  <T>(of: (row: T) => string | null | undefined): Compile<T> =>
  (term) => {
    if (!term.quoted && term.value === 'none') return (row) => empty(of(row))
    if (term.value === '*') return (row) => !empty(of(row))
    const finds = finder(term.value, term.quoted)
    return (row) => finds(searchable([of(row)]))
  }

export const exactly =
  <T>(of: (row: T) => string | number | boolean | null | undefined): Compile<T> =>
  (term) => {
    if (!term.quoted && term.value === 'none') return (row) => empty(of(row))
    if (term.value === '*') return (row) => !empty(of(row))
    const wanted = term.value.toLowerCase()
    if (!term.quoted && wanted.endsWith('*'))
      return (row) =>
        String(of(row) ?? '')
          .toLowerCase()
          .startsWith(wanted.slice(0, -1))
    return (row) => String(of(row) ?? '').toLowerCase() === wanted
  }

/** The same of a value that may be a list, of which one is enough. */
const anyExactly =
  <T>(of: (row: T) => unknown): Compile<T> =>
  (term, asking) => {
    const test = exactly<unknown>((value) => value as string | null)(term, asking)
    return (row) => {
      const values = [of(row)].flat()
      return values.length > 0 ? values.some((one) => test(one)) : test(null)
    }
  }

const byOperator = (operator: Term['operator'], a: number, b: number): boolean =>
  operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : operator === '>=' ? a >= b : a === b

/** Values that have a rank of their own: `status<solved`, `priority>=high`. */
export const ranked =
  <T>(of: (row: T) => string | null, ranks: readonly string[]): Compile<T> =>
  (term) => {
    if (!term.quoted && term.value === 'none') return (row) => of(row) === null
    if (term.value === '*') return (row) => of(row) !== null
    const wanted = ranks.indexOf(term.value.toLowerCase())
    return (row) => wanted >= 0 && ranks.includes(of(row) ?? '') && byOperator(term.operator, ranks.indexOf(of(row) ?? ''), wanted)
  }

/** Absolute (`2024-01-31`, an instant) or relative (`4hours`: so long ago); `:` takes the whole day or everything since. */
export const dated =
  <T>(of: (row: T) => string | null | undefined): Compile<T> =>
  (term, { world }) => {
    if (!term.quoted && term.value === 'none') return (row) => empty(of(row))
    if (term.value === '*') return (row) => !empty(of(row))
    const since = relativeStart(term.value, world.clock.now())
    const day = /^\d{4}-\d{2}-\d{2}$/.test(term.value)
    const at = since ?? readInstant(term.value) ?? Number.NaN
    const length = day ? 86_400_000 : 1000
    return (row) => {
      const value = of(row)
      if (!value || Number.isNaN(at)) return false
      const ms = Date.parse(value)
      if (term.operator === ':') return since === undefined ? ms >= at && ms < at + length : ms >= at
      if (day && term.operator === '>') return ms >= at + length
      if (day && term.operator === '<=') return ms < at + length
      return byOperator(term.operator, ms, at)
    }
  }

const numbered =
  <T>(of: (row: T) => string | null): Compile<T> =>
  (term) => {
    if (!term.quoted && term.value === 'none') return (row) => empty(of(row))
    if (term.value === '*') return (row) => !empty(of(row))
    const wanted = Number(term.value)
    return (row) => !empty(of(row)) && byOperator(term.operator, Number(of(row)), wanted)
  }

/** By a field of the account's own, as its type compares: dates and numbers by order, texts by their words, all else whole. */
export function byField<T>(type: string | undefined, of: (row: T) => unknown): Compile<T> {
  const text = (row: T) => (of(row) ?? null) as string | null
  if (type === 'date') return dated(text)
  if (type === 'integer' || type === 'decimal') return numbered(text)
  return type === 'text' || type === 'textarea' || type === 'regexp' ? words(text) : anyExactly(of)
}

/** By the account's own field that the keyword names, in whatever case; where it has none, nothing is found. */
export const ownField =
  <T>(family: 'user' | 'organization', of: (row: T) => Record<string, unknown>): Compile<T> =>
  (term, asking) => {
    const field = [...fieldsOf(asking.world, family).scan()].find(({ key }) => key?.toLowerCase() === term.keyword)
    if (!field) return () => false
    const key = field.key as string
    return byField<T>(field.type, (row) => (Object.hasOwn(of(row), key) ? of(row)[key] : null))(term, asking)
  }

/** `tags:a` any row with it; `tags:"a b"` both. */
export const tagged =
  <T>(of: (row: T) => readonly string[]): Compile<T> =>
  (term) => {
    if (!term.quoted && term.value === 'none') return (row) => of(row).length === 0
    if (term.value === '*') return (row) => of(row).length > 0
    const wanted = term.value.toLowerCase().split(/\s+/)
    return (row) => wanted.every((tag) => (tag.endsWith('*') ? of(row).some((own) => own.startsWith(tag.slice(0, -1))) : of(row).includes(tag)))
  }

export const among =
  <T>(of: (row: T) => readonly (number | null)[], ids: (term: Term, asking: Asking) => ReadonlySet<number>): Compile<T> =>
  (term, asking) => {
    if (!term.quoted && term.value === 'none') return (row) => of(row).every((id) => id === null)
    if (term.value === '*') return (row) => of(row).some((id) => id !== null)
    const wanted = ids(term, asking)
    return (row) => of(row).some((id) => id !== null && wanted.has(id))
  }

/** With or without `+`, spaces or brackets: the digits count; a `*` at the end stands for the rest of them. */
export const phoned =
  <T>(of: (row: T) => readonly (string | null)[]): Compile<T> =>
  (term) => {
    if (!term.quoted && term.value === 'none') return (row) => of(row).every(empty)
    if (term.value === '*') return (row) => !of(row).every(empty)
    const wanted = digitsOf(term.value)
    const begun = !term.quoted && term.value.endsWith('*')
    const fits = (digits: string) => (begun ? digits.startsWith(wanted) : digits === wanted)
    return (row) => wanted !== '' && of(row).some((phone) => phone !== null && fits(digitsOf(phone)))
  }
