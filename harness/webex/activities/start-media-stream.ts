import type { ActivityKind } from '../here.ts'

/** Streams the conversation to somebody else: noted, and nothing more, as no audio is there. */
export const startMediaStream: ActivityKind = ({ tell }) => {
  tell({ did: 'streamed' })
  return 'default'
}
