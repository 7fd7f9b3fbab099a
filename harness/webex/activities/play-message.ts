import type { ActivityKind } from '../here.ts'
import { prompts } from './prompts.ts'

/** Speaks text or plays audio files to the caller (R075, R082). */
export const playMessage: ActivityKind = async (here) => {
  await prompts(here, false)
  return 'default'
}
