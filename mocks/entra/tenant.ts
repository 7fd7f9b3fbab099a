import type { World } from '../core/index.ts'
import { notImitated, Refusal } from '../core/index.ts'
import { type Tenant, tenantOf } from './directory.ts'
import { aadsts } from './problems.ts'

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
export const isGuid = (text: string): boolean => GUID.test(text)

/** Names of no tenant: whoever signs in brings their own. */
const SHARED = new Set(['common', 'organizations'])
/** The tenant of personal Microsoft accounts, by name and by id. */
const PERSONAL = new Set(['consumers', '9188040d-6c67-4c5b-b112-36a304b66dad'])

export interface Addressed {
  tenant: Tenant
  /** True for `common` and `organizations`. */
  shared: boolean
}

/** The tenant that a path addresses, by id, domain or shared name. Throws a Refusal for one that is not there. */
export function addressed(world: World, segment: string): Addressed {
  const name = segment.toLowerCase()
  const tenant = tenantOf(world)
  if (name === tenant.id || name === tenant.domain) return { tenant, shared: false }
  if (SHARED.has(name)) return { tenant, shared: true }
  if (PERSONAL.has(name)) throw new Refusal(notImitated('personal Microsoft accounts (the tenant "consumers")'))
  throw new Refusal(isGuid(name) || name.includes('.') ? aadsts(90002, { tenant: segment }) : aadsts(900023, { tenant: segment }))
}
