import type { World } from '../../core/index.ts'
import type { Organization } from '../records.ts'

/** In the service's order (recorded 2023). */
export function organizationJson(_world: World, organization: Organization, base: string): Record<string, unknown> {
  const { id, ...rest } = organization
  return { url: `${base}/api/v2/organizations/${id}.json`, id, ...rest }
}
