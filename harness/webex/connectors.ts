import type { Connector } from './configuration.ts'

/** The connectors of a tenant. */
export interface Connectors {
  readonly all: readonly Connector[]
  /** By the id or name that a flow's activity has; undefined when there is none. */
  of(id: string): Connector | undefined
  /** The value of the Authorization header for a request now; undefined where the connector sends none. Signs in when it must, however long that takes. */
  authorize(connector: Connector, trace: string): Promise<string | undefined>
}
