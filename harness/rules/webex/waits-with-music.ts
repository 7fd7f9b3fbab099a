import { timeOfDay } from '../words.ts'
import { callRule } from './call.ts'
import { webexPage } from './sources.ts'

/** The longest silence after the queue that a caller takes for waiting, in ms. */
const AT_ONCE = 2000

export const waitsWithMusic = callRule(
  'webex/waits-with-music',
  'A caller who waits for an agent hears music.',
  webexPage('R078'),
  ({ did, deeds, hungUp }, find) => {
    for (const queued of did('queued')) {
      const answered = deeds.find(({ process, at }) => process === 'AgentContactAssigned' && at >= queued.at)?.at ?? Number.POSITIVE_INFINITY
      const over = Math.min(answered, hungUp ?? Number.POSITIVE_INFINITY)
      const music = did('music').find(({ at }) => at >= queued.at)
      if (over <= queued.at + AT_ONCE || (music && music.at <= queued.at + AT_ONCE)) continue
      find({
        at: queued.at,
        expected: `music from ${timeOfDay(queued.at)} on`,
        happened: music
          ? `${queued.activity} queued the call, and the music began at ${timeOfDay(music.at)}`
          : `${queued.activity} queued the call, and there was no music`,
        exchanges: [],
      })
    }
  },
)
