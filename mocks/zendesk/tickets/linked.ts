import type { World } from '../../core/index.ts'
import { brandsOf } from '../config/brands.ts'
import { formsOf } from '../config/forms.ts'
import { groupsOf } from '../config/groups.ts'
import { statusesOf } from '../config/statuses.ts'
import { readId } from '../ids.ts'
import { organizationMembershipsOf } from '../organizations/memberships.ts'
import { invalid, raise } from '../problems.ts'
import { organizationsOf, type Ticket, ticketsOf, type User } from '../records.ts'
import { settingsOf } from '../settings.ts'

interface Link {
  /** As errors call it: the key without its `_id`, as in reports of `assignee` (zenpy 628, 2024); that these have the same is inferred. */
  title: string
  there(world: World, id: string, draft: Ticket): boolean
  /** A ticket always has one: to say none is to say nothing. */
  always?: true
}

/** What a ticket names by id, beside people. */
const LINKS = {
  organization_id: { title: 'Organization', there: (world, id) => organizationsOf(world).get(id) !== undefined },
  group_id: { title: 'Group', there: (world, id) => groupsOf(world).get(id) !== undefined },
  problem_id: { title: 'Problem', there: (world, id, draft) => (ticketsOf(world).get(id)?.status ?? 'deleted') !== 'deleted' && id !== String(draft.id) },
  ticket_form_id: { title: 'Ticket form', there: (world, id) => formsOf(world).get(id) !== undefined, always: true },
  brand_id: { title: 'Brand', there: (world, id) => brandsOf(world).get(id) !== undefined, always: true },
  custom_status_id: { title: 'Custom status', there: (world, id) => statusesOf(world).get(id) !== undefined, always: true },
} satisfies { [Key in keyof Ticket]?: Link }
const KEYS = Object.keys(LINKS) as (keyof typeof LINKS)[]

/** Writes the ids that a client asks for into a draft; one that names nothing is `wrong`, unless it is the draft's own (inferred): brands and forms go, and their tickets stay. */
export function setLinks(world: World, draft: Ticket, attributes: Record<string, unknown>, wrong: (field: string, description: string) => void): void {
  for (const key of KEYS) {
    const sent = attributes[key]
    if (sent === undefined) continue
    const { title, there, always }: Link = LINKS[key]
    const id = readId(sent)
    if (id !== null && (id === draft[key] || there(world, String(id), draft))) draft[key] = id
    else if (sent !== null && sent !== '') wrong(key.slice(0, -'_id'.length), `${title}: is invalid`)
    else if (!always) (draft as Record<keyof typeof LINKS, number | null>)[key] = null
  }
}

/** Where new tickets of an organization's users go (documented of its `group_id`). */
export function groupOfOrganization(world: World, organization: number | null): number | null {
  const group = organization === null ? undefined : organizationsOf(world).get(String(organization))?.group_id
  return group && groupsOf(world).get(String(group)) ? group : null
}

/**
 * The organization that a ticket asks for is one of its requester's (documented). That another is refused as one that is none, and that a
 * ticket which changes hands without a word of it goes to the new requester's own, are inferred. `requester`: undefined for one who is new.
 */
export function setOrganization(world: World, draft: Ticket, requester: User | undefined, before?: Ticket): void {
  if (before && before.requester_id !== requester?.id && draft.organization_id === before.organization_id)
    draft.organization_id = requester?.organization_id ?? null
  const id = draft.organization_id
  if (id === null || id === before?.organization_id || id === requester?.organization_id || settingsOf(world).foreignOrganization === 'kept') return
  const memberships = requester ? organizationMembershipsOf(world).find('user', String(requester.id)) : []
  if (!memberships.some(({ organization_id }) => organization_id === id))
    raise(invalid({ organization: [{ description: 'Organization: is invalid', error: 'InvalidValue' }] }))
}
