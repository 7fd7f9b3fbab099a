import type { World } from '../../core/index.ts'
import { groupsOf } from '../config/groups.ts'
import { personalValues } from '../fields/personal.ts'
import { nextId, readId } from '../ids.ts'
import { type FieldErrors, invalid, raise } from '../problems.ts'
import { type Organization, organizationsOf } from '../records.ts'
import { tagList } from '../tags/tag-list.ts'
import { now } from '../time.ts'

type Attributes = Record<string, unknown>
const text = (value: unknown): string | null => (value === null || value === undefined || value === '' ? null : String(value))

export function createOrganization(world: World, attributes: Attributes, id?: number): Organization {
  const at = now(world)
  const blank: Organization = {
    id: id ?? nextId(world),
    name: '',
    shared_tickets: false,
    shared_comments: false,
    external_id: null,
    created_at: at,
    updated_at: at,
    domain_names: [],
    details: null,
    notes: null,
    group_id: null,
    tags: [],
    organization_fields: {},
  }
  return put(world, blank, { name: '', ...attributes })
}

export const updateOrganization = (world: World, before: Organization, attributes: Attributes): Organization =>
  put(world, { ...before, updated_at: now(world) }, attributes)

function put(world: World, before: Organization, attributes: Attributes): Organization {
  const errors: FieldErrors = {}
  if ('name' in attributes) {
    const name = String(attributes.name ?? '').trim()
    if (name === '') errors.name = [{ description: 'Name: cannot be blank', error: 'BlankValue' }]
    else if (
      organizationsOf(world)
        .find('name', name.toLowerCase())
        .some((other) => other.id !== before.id)
    )
      errors.name = [{ description: 'Name: has already been taken', error: 'DuplicateValue' }]
  }
  const external = text(attributes.external_id)
  if (
    external &&
    organizationsOf(world)
      .find('external', external.toLowerCase())
      .some((other) => other.id !== before.id)
  )
    errors.external_id = [{ description: 'External has already been taken', error: 'DuplicateValue' }]
  const group = readId(attributes.group_id)
  if (text(attributes.group_id) !== null && !groupsOf(world).get(String(group))) errors.group = [{ description: 'Group: is invalid', error: 'InvalidValue' }]
  if (Object.keys(errors).length > 0) raise(invalid(errors))

  const changed = { ...before }
  if ('name' in attributes) changed.name = String(attributes.name).trim()
  for (const key of ['details', 'notes', 'external_id'] as const) if (key in attributes) changed[key] = text(attributes[key])
  for (const key of ['shared_tickets', 'shared_comments'] as const) if (typeof attributes[key] === 'boolean') changed[key] = attributes[key]
  if ('group_id' in attributes) changed.group_id = group
  if (Array.isArray(attributes.domain_names)) changed.domain_names = attributes.domain_names.map(String)
  if ('tags' in attributes) changed.tags = tagList(attributes.tags).sort()
  if (attributes.organization_fields)
    changed.organization_fields = { ...before.organization_fields, ...personalValues(world, 'organization', attributes.organization_fields) }
  return organizationsOf(world).put(String(changed.id), changed)
}
