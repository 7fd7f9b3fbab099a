import type { World } from '../../core/index.ts'
import { fieldKeys } from '../fields/keys.ts'
import type { Organization } from '../records.ts'

/** In the service's order (recorded 2023). */
export function organizationJson(world: World, organization: Organization, base: string): Record<string, unknown> {
  const { id, ...rest } = organization
  const fields = Object.fromEntries(fieldKeys(world, 'organization').map((key) => [key, organization.organization_fields[key] ?? null]))
  return { url: `${base}/api/v2/organizations/${id}.json`, id, ...rest, organization_fields: fields }
}
