import type { World } from '../../core/index.ts'
import { nextId } from '../ids.ts'
import { type Identity, identitiesOf } from '../records.ts'
import { now } from '../time.ts'

export function addIdentity(world: World, userId: number, type: string, value: string, flags: { primary: boolean; verified: boolean }): Identity {
  const at = now(world)
  const id = nextId(world)
  return identitiesOf(world).put(String(id), { id, user_id: userId, type, value, ...flags, created_at: at, updated_at: at })
}
