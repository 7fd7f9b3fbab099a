import { timeOfDay } from '../words.ts'
import { callRule, type Deed } from './call.ts'
import { webexPage } from './sources.ts'

/** The longest silence after the queue that a caller takes for waiting, in ms. */
const AT_ONCE = 2000

export const waitsWithMusic = callRule(
  'webex/waits-with-music',
  'A caller who waits for an agent hears music.',
  webexPage('R078'),
  ({ did, deeds, answers, hungUp }, find) => {
    for (const queued of did('queued')) {
      const answered = answers.find((at) => at >= queued.at) ?? Number.POSITIVE_INFINITY
      const dropped = did('disconnected').find(({ at }) => at >= queued.at)?.at ?? Number.POSITIVE_INFINITY
      const over = Math.min(answered, dropped, hungUp ?? Number.POSITIVE_INFINITY)
      const music = did('music').find(({ at }) => at >= queued.at)
      if (over <= queued.at + AT_ONCE) continue
      if (music && music.at <= queued.at + AT_ONCE) {
        const stopped = silenceAfter(deeds.slice(deeds.indexOf(queued)), over)
        if (stopped)
          find({
            at: stopped.from,
            expected: `music from ${timeOfDay(stopped.from)} on`,
            happened: `${stopped.activity} ended, and the caller heard nothing until ${timeOfDay(stopped.to)}`,
            exchanges: [],
          })
        continue
      }
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

/** The first silence behind music that lasts longer than anybody takes for a pause; the end of a run is none. */
function silenceAfter(deeds: readonly Deed[], over: number): { activity: string; from: number; to: number } | undefined {
  for (const [i, deed] of deeds.entries()) {
    if (deed.did !== 'music' || deed.at >= over) continue
    const from = deed.at + deed.for
    const next = deeds.slice(i + 1).find(({ did }) => did === 'music' || did === 'spoke' || did === 'played')
    const to = Math.min(next?.at ?? Number.POSITIVE_INFINITY, over)
    if (Number.isFinite(to) && to > from + AT_ONCE) return { activity: deed.activity, from, to }
  }
  return undefined
}
