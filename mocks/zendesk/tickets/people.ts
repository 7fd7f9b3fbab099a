import type { World } from '../../core/index.ts'
import { readId } from '../ids.ts'
import { type FieldErrors, invalid, raise } from '../problems.ts'
import { type Ticket, type User, userByEmail, userById } from '../records.ts'
import { checkUser, createUser, wrongIn } from '../users/write.ts'
import type { Note } from './comments.ts'

type Attributes = Record<string, unknown>

/** What makes a requester whom the account does not have yet. */
interface NewPerson {
  make: Attributes
}

/** Who asks: an id, or `requester` with a name and an address, who is to be made when nobody has that address; undefined when nobody is named. */
export function requesterOf(world: World, attributes: Attributes): User | NewPerson | undefined {
  const given = attributes.requester as Attributes | undefined
  const id = attributes.requester_id ?? (given as { id?: unknown } | undefined)?.id
  if (id !== undefined && id !== null) return usable(userById(world, Number(id)), 'Requester')
  if (given === undefined || given === null) return undefined
  if (typeof given !== 'object' || Array.isArray(given)) return usable(undefined, 'Requester')
  const email = typeof given.email === 'string' ? given.email : undefined
  const known = email ? userByEmail(world, email) : undefined
  if (known) return usable(known, 'Requester')
  if (!String(given.name ?? '').trim())
    raise(invalid({ requester: [{ description: 'Requester: Name:  is too short (minimum is 1 character)', error: 'ValueTooShort' }] }))
  const make = {
    name: given.name,
    ...(email ? { email } : {}),
    ...(given.phone ? { phone: given.phone } : {}),
    ...(given.locale_id ? { locale_id: given.locale_id } : {}),
  }
  // As the name that is too short, with two spaces (reported); that the others are told so, too, is inferred.
  const wrong = Object.values(wrongIn(world, make)).flat()
  if (wrong.length > 0)
    raise(invalid({ requester: wrong.map((one) => ({ ...one, description: `Requester: ${one.description.replace(/^Name: /, 'Name:  ')}` })) }))
  return { make }
}

/** The user at last. A ticket that is refused must leave nobody behind, so this comes when nothing else can refuse it. */
export const personOf = (world: World, asked: User | NewPerson): User => ('make' in asked ? createUser(world, asked.make) : asked)

function usable(user: User | undefined, as: string): User {
  if (!user?.active) return raise(invalid({ [as.toLowerCase()]: [{ description: `${as}: is invalid`, error: 'InvalidValue' }] }))
  if (user.suspended) return raise(invalid({ [as.toLowerCase()]: [{ description: `${as}: ${user.name} is suspended.`, error: null }] as FieldErrors[string] }))
  return user
}

/** Who is said to have written: undefined where nobody is named. That somebody unknown is refused is inferred, as of requesters. */
export function writerOf(world: World, id: unknown, as: 'Author' | 'Submitter'): User | undefined {
  if (id === undefined || id === null || id === '') return undefined
  return userById(world, readId(id)) ?? raise(invalid({ [as.toLowerCase()]: [{ description: `${as}: is invalid`, error: 'InvalidValue' }] }))
}

/**
 * The agent that a ticket goes to: null when it is taken away, undefined when nothing is said. Whose it is already may be named, even who is
 * no agent any more (inferred): a client that sends a solved ticket back changes nothing. That a suspended agent can be named is inferred, too:
 * what is documented of suspending speaks of signing in and of asking only.
 */
export function assigneeOf(world: World, attributes: Attributes, current: number | null): User | null | undefined {
  const byEmail = typeof attributes.assignee_email === 'string' ? userByEmail(world, attributes.assignee_email) : undefined
  if (!('assignee_id' in attributes) && attributes.assignee_email === undefined) return undefined
  if (attributes.assignee_email === undefined && (attributes.assignee_id === null || attributes.assignee_id === '')) return null
  const agent = byEmail ?? userById(world, Number(attributes.assignee_id))
  if (agent && agent.id === current) return agent
  if (!agent?.active || agent.role === 'end-user') return raise(invalid({ assignee: [{ description: 'Assignee: is invalid', error: 'InvalidValue' }] }))
  return agent
}

/**
 * Copies and followers. A list of collaborators, or of plain ids, takes the place of what was (documented for `collaborator_ids`,
 * inferred for the others); `additional_collaborators`, `followers` and `email_ccs` add to it, or take away (documented).
 */
export function setPeople(world: World, draft: Ticket, attributes: Attributes): void {
  const { collaborators = attributes.collaborator_ids, additional_collaborators, followers, follower_ids, email_ccs, email_cc_ids } = attributes
  draft.collaborator_ids = peopleIds(world, additional_collaborators, replaced(world, collaborators, draft.collaborator_ids))
  draft.follower_ids = peopleIds(world, followers, replaced(world, follower_ids, draft.follower_ids))
  draft.email_cc_ids = peopleIds(world, email_ccs, replaced(world, email_cc_ids, draft.email_cc_ids))
}

const LISTS = ['collaborators', 'collaborator_ids', 'additional_collaborators', 'followers', 'follower_ids', 'email_ccs', 'email_cc_ids'] as const

/**
 * Refuses whom `setPeople` could not make. A ticket that is refused must leave nobody behind, so this comes before anybody is made. An id
 * that is nobody's is left out (inferred), which the journal says; to take away who is not there is to do nothing.
 */
export function checkPeople(world: World, attributes: Attributes, remark: Note): void {
  for (const list of LISTS) {
    const sent = attributes[list]
    if (!Array.isArray(sent)) continue
    for (const entry of sent) {
      const person = personIn(entry)
      const maker = newcomer(person)
      if (person.action === 'delete') continue
      if (!maker && !there(world, person.user_id)) remark({ kind: 'ignored', what: `${list}: ${JSON.stringify(entry)}, who is no user` })
      if (maker && !userByEmail(world, maker.email)) checkUser(world, maker)
    }
  }
}

/** Records are values, so this can be the same for all. */
export const NOBODY: number[] = []
const replaced = (world: World, value: unknown, known: number[]): number[] => (Array.isArray(value) ? peopleIds(world, value, NOBODY) : known)

/** People named by id, address or `{user_id | user_email, action}`, as user ids; unknown addresses become users. */
function peopleIds(world: World, value: unknown, known: number[]): number[] {
  if (!Array.isArray(value) || value.length === 0) return known
  const ids = new Set(known)
  for (const entry of value) {
    const person = personIn(entry)
    const maker = newcomer(person)
    const known = maker ? userByEmail(world, maker.email) : there(world, person.user_id)
    if (person.action === 'delete') ids.delete(known?.id ?? Number(person.user_id))
    else if (known) ids.add(known.id)
    else if (maker) ids.add(createUser(world, { ...maker }).id)
  }
  return [...ids]
}

/** Who was deleted is copied no more. */
function there(world: World, id: unknown): User | undefined {
  const user = userById(world, Number(id))
  return user?.active ? user : undefined
}

const personIn = (entry: unknown): Attributes =>
  typeof entry === 'object' && entry !== null
    ? (entry as Attributes)
    : typeof entry === 'string' && entry.includes('@')
      ? { user_email: entry }
      : { user_id: entry }

/** What somebody who is named by an address is made of, where nobody has it. */
function newcomer(person: Attributes): { name: unknown; email: string } | undefined {
  const email = person.user_email ?? person.email
  return typeof email === 'string' ? { name: person.user_name ?? person.name ?? email.split('@')[0], email } : undefined
}
