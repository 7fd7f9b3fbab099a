import type { ActivityKind } from '../here.ts'

/** Ends the call (R079). */
export const disconnect: ActivityKind = ({ tell }) => {
  tell({ did: 'disconnected' })
  return undefined
}
