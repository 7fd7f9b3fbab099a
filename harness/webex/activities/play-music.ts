import type { ActivityKind } from '../here.ts'

/** Music for its duration in seconds; a file without one plays to its end, for as long as the setting of the queue's music says (R078). */
const WHOLE_FILE_S = 30

export const playMusic: ActivityKind = async (here) => {
  const file = here.text('prompt') || here.render(here.text('promptDynamic'), 'promptDynamic')
  const ms = here.number('duration', WHOLE_FILE_S) * 1000
  here.tell({ did: 'music', file, for: ms })
  await here.sleep(ms)
  return 'default'
}
