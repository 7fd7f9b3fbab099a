import type { ActivityKind } from '../here.ts'

/** Seconds until the end of a file, which is not there to be measured; simulator-defined. */
const WHOLE_FILE_S = 30

/** Music for its duration in seconds; without one the file plays to its end (R078). */
export const playMusic: ActivityKind = async (here) => {
  const file = here.text('prompt') || here.render(here.text('promptDynamic'), 'promptDynamic')
  const ms = here.number('duration', WHOLE_FILE_S) * 1000
  here.tell({ did: 'music', file, for: ms })
  await here.sleep(ms)
  return 'default'
}
