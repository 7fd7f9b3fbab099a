import type { ActivityKind } from '../here.ts'

export const DURATION = /^(\d{1,2}):(\d{2}):(\d{2})$/

/** Waits for a duration written `HH:MM:SS` (documented). */
export const wait: ActivityKind = async (here) => {
  const duration = here.text('duration')
  const [, hours, minutes, seconds] = DURATION.exec(duration) ?? []
  if (hours === undefined) return here.fault(`the duration "${duration}" is not written HH:MM:SS.`)
  await here.sleep((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000)
  return 'default'
}
