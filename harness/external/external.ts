import type { World, Worlds } from '../../mocks/core/world.ts'
import type { DemoCredentials } from '../demo.ts'
import type { Integration } from '../integration.ts'
import type { Crm } from '../scenario/crm/words.ts'

/** Where one play takes place: what an integration that is reached over sockets must be able to reach in turn. */
export interface Place {
  scenario: string
  crm: Crm
  worlds: Worlds
  world: World
  credentials: DemoCredentials
}

/** The user's own integration, and how it is reached. */
export interface External {
  /** As the user named it. */
  readonly name: string
  /** Over sockets: simulated seconds per second of the host. Absent: it runs in this process, on virtual time. */
  readonly speed?: number
  /** Over sockets: where the stand-ins are, by name. */
  readonly urls?: Readonly<Record<string, string>>
  /** The integration for one play. */
  integration(place: Place): Integration
  /** Lines that it printed since it was last asked, bounded and without secrets. */
  output?(): string[]
  close(): Promise<void>
}

/** The user's integration cannot be found, started or reached: said without a stack. */
export class ExternalError extends Error {
  override name = 'ExternalError'
}

/**
 * Seconds of the host that an answer over sockets may take on top of what the World's clock says, on a busy machine: at
 * `speed` 20 they are twenty on that clock.
 */
const SOCKETS_MAY_TAKE = 1000

/** What instants over sockets are uncertain by, in ms on the World's clock. */
export const slackOf = ({ speed }: Pick<External, 'speed'>): number => (speed === undefined ? 0 : SOCKETS_MAY_TAKE * speed)
