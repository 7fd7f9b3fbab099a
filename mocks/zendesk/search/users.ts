import type { World } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import { groupIds, groupsOf } from '../config/groups.ts'
import { digitsOf, identitiesOf, organizationsOf, type User, userByEmail, usersOf, wordsOfUser } from '../records.ts'
import type { Context } from '../route.ts'
import { holders } from '../users/phone.ts'
import { indexed } from './lag.ts'
import type { Term } from './lexer.ts'
import { among, type Compile, clauses, compileAll, dated, exactly, ownField, phoned, tagged, tellingKeys, words } from './match.ts'
import { named } from './named.ts'
import { finder, holds, searchable } from './text.ts'

const ROLE_WORDS: Record<string, string> = { enduser: 'end-user', 'end-user': 'end-user', end_user: 'end-user', agent: 'agent', admin: 'admin' }

const texts = new WeakMap<User, string>()
function textOf(user: User): string {
  let text = texts.get(user)
  if (text === undefined) {
    text = searchable(wordsOfUser(user))
    texts.set(user, text)
  }
  return text
}

const lines = (world: World, user: User): (string | null)[] => [
  user.phone,
  ...identitiesOf(world)
    .find('user', String(user.id))
    .filter((identity) => identity.type === 'phone_number')
    .map((identity) => identity.value),
]

const KEYWORDS: Record<string, Compile<User>> = {
  name: words((user) => user.name),
  notes: words((user) => user.notes),
  details: words((user) => user.details),
  external_id: exactly((user) => user.external_id),
  created: dated((user) => user.created_at),
  updated: dated((user) => user.updated_at),
  tags: tagged((user) => user.tags),
  is_verified: exactly((user) => user.verified),
  is_suspended: exactly((user) => user.suspended),
  is_active: exactly((user) => user.active),
  role: (term, asking) => exactly<User>((user) => user.role)({ ...term, value: own(ROLE_WORDS, term.value.toLowerCase()) ?? term.value }, asking),
  group: (term, asking) => among<User>((user) => groupIds(asking.world, user), named(groupsOf))(term, asking),
  organization: (term, asking) =>
    among<User>(
      (user) => [user.organization_id],
      () => new Set(organizationsNamed(asking.world, term)),
    )(term, asking),
  phone: (term, asking) => {
    const byLines = phoned<User>((user) => lines(asking.world, user))(term, asking)
    if (!isNumber(term)) return byLines
    const reached = new Set(holders(asking.world, digitsOf(term.value)).map(({ id }) => id))
    return (user) => (user.active ? reached.has(user.id) : byLines(user))
  },
  email: (term, { world }) => {
    if (term.value === 'none') return (user) => user.email === null
    if (term.value === '*') return (user) => user.email !== null
    // `*@example.com`: everybody there, by the part behind the sign, which is a word of its own.
    const wanted = term.value.toLowerCase().replace(/^\*?@/, '')
    if (!wanted.includes('*') && wanted.includes('@')) {
      const owner = userByEmail(world, wanted)
      return (user) => user.id === owner?.id
    }
    return (user) => user.email !== null && holds(searchable([user.email, user.email.replace('@', ' ')]), wanted, false)
  },
}

export function organizationsNamed(world: World, { value, quoted }: Pick<Term, 'value' | 'quoted'>): number[] {
  if (/^\d+$/.test(value)) return [Number(value)]
  return [...organizationsOf(world).scan()].filter(({ name }) => holds(searchable([name]), value, quoted)).map(({ id }) => id)
}

/** A bare number of this many digits is a telephone number before anything else. */
const PHONE_DIGITS = 7

const compile: Compile<User> = (term, asking) => {
  if (term.keyword === undefined) {
    if (term.value === '*') return () => true
    const number = bareNumber(term)
    const finds = number === undefined ? finder(term.value, term.quoted) : finder(number, false)
    const reached = new Set(holders(asking.world, number ?? '').map(({ id }) => id))
    return (user) => reached.has(user.id) || finds(textOf(user))
  }
  const known = own(KEYWORDS, term.keyword)
  if (known) return known(term, asking)
  return ownField<User>('user', (user) => user.user_fields)(term, asking)
}

/** A value of `phone:` that names a whole number. */
const isNumber = ({ value, quoted }: Term): boolean => (quoted || (value !== 'none' && !value.endsWith('*'))) && digitsOf(value) !== ''

/** `+49 30 1234567`, or what is left of it when a client sent `+` undecoded and it became a space. */
const bareNumber = (term: Term): string | undefined => {
  if (term.keyword !== undefined || !/^\+?[\d().-]+$/.test(term.value.replaceAll(' ', ''))) return undefined
  const digits = digitsOf(term.value)
  return digits.length >= PHONE_DIGITS ? digits : undefined
}

/** Rows that an index can name at once; undefined: all must be looked at. */
function candidates(world: World, terms: readonly Term[]): User[] | undefined {
  for (const clause of clauses(terms)) {
    const numbers = clause.every((term) => term.keyword === 'phone' && !term.negated && isNumber(term))
    if (numbers) return [...new Set(clause.flatMap((term) => holders(world, digitsOf(term.value))))]
  }
  for (const term of terms) {
    if (term.negated || terms.some((other) => other !== term && other.keyword !== undefined && other.keyword === term.keyword)) continue
    const number = bareNumber(term)
    const found = number === undefined ? [] : holders(world, number)
    if (found.length > 0) return found
    if ((term.keyword === 'email' || term.keyword === undefined) && /^[^\s@*]+@[^\s@*]+$/.test(term.value)) {
      const user = userByEmail(world, term.value)
      if (user) return [user]
    }
    if (term.keyword === 'external_id' && term.value !== 'none' && term.value !== '*') return usersOf(world).find('external', term.value.toLowerCase())
  }
  const keys = tellingKeys(terms, IN_TEXT)
  if (!keys) return undefined
  const found = new Map(
    keys.flatMap((key) =>
      usersOf(world)
        .find('words', key)
        .map((user) => [user.id, user]),
    ),
  )
  // A second line of a user is no part of the text.
  for (const term of terms) for (const user of holders(world, bareNumber(term) ?? '')) found.set(user.id, user)
  return [...found.values()]
}

const IN_TEXT = new Set([undefined, 'name', 'notes', 'details'])

/** Users by a query; `type:user` in it is understood and any other type finds nothing. */
export function searchUsers({ world, user }: Pick<Context, 'world' | 'user'>, given: readonly Term[]): User[] {
  if (given.some((term) => term.keyword === 'type' && !term.negated && term.value.toLowerCase() !== 'user')) return []
  const terms = given.filter((term) => term.keyword !== 'type' && term.keyword !== 'order_by' && term.keyword !== 'sort')
  const test = compileAll(terms, { world, me: user.id }, compile)
  const active = terms.some((term) => term.keyword === 'is_active')
  const seen = indexed<User>(world)
  const found: User[] = []
  for (const row of candidates(world, terms) ?? usersOf(world).scan()) if ((row.active || active) && seen(row) && test(row)) found.push(row)
  return found.sort((a, b) => a.id - b.id)
}
