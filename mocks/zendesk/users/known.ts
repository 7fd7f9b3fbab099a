import type { World } from '../../core/index.ts'
import { type User, userByEmail, usersOf } from '../records.ts'

/** Whatever the case (documented). Who was deleted has given it up. */
export const userByExternalId = (world: World, external: unknown): User | undefined =>
  usersOf(world)
    .find('external', String(external ?? '').toLowerCase())
    .find(({ active }) => active)

/** Whom `create_or_update` means: found by email address or external id (documented). */
export const knownUser = (world: World, { email, external_id }: Record<string, unknown>): User | undefined =>
  (typeof email === 'string' ? userByEmail(world, email) : undefined) ?? (external_id ? userByExternalId(world, external_id) : undefined)
