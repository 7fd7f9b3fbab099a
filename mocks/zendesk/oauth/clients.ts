import type { TableDefinition, World } from '../../core/index.ts'
import { nextId } from '../ids.ts'
import type { User } from '../records.ts'
import type { ClientSeed } from '../seed.ts'
import { now } from '../time.ts'

export interface Client {
  id: number
  name: string
  identifier: string
  company: string | null
  description: string | null
  logo_url: string | null
  redirect_uri: string[]
  secret: string
  kind: 'public' | 'confidential'
  global: boolean
  user_id: number
  created_at: string
  updated_at: string
  /** What a token may be given at most; empty: anything. */
  ceiling: string[]
  /** Seconds; null: never. */
  expires_in: number | null
  refresh_token_expires_in: number
}

const clients: TableDefinition<Client> = { name: 'zendesk.clients', secrets: ['secret'], indexes: { identifier: (client) => client.identifier } }
export const clientsOf = (world: World) => world.store.table(clients)

export const clientNamed = (world: World, identifier: string): Client | undefined => clientsOf(world).find('identifier', identifier)[0]

export const newSecret = (world: World): string => world.random('zendesk.tokens').hex(64)

export function createClient(world: World, seed: ClientSeed, owner: User): Client {
  const at = now(world)
  const id = nextId(world)
  return clientsOf(world).put(String(id), {
    id,
    name: seed.name ?? seed.identifier,
    identifier: seed.identifier,
    company: seed.company ?? null,
    description: seed.description ?? null,
    logo_url: null,
    redirect_uri: seed.redirectUris,
    secret: seed.secret ?? newSecret(world),
    kind: seed.kind,
    global: false,
    user_id: owner.id,
    created_at: at,
    updated_at: at,
    ceiling: seed.scopes,
    expires_in: seed.expiresIn,
    refresh_token_expires_in: seed.refreshTokenExpiresIn,
  })
}
