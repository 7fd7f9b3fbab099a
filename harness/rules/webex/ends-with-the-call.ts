import { timeOfDay } from '../words.ts'
import { callRule } from './call.ts'
import { webexPage } from './sources.ts'

export const endsWithTheCall = callRule(
  'webex/ends-with-the-call',
  'When the caller hangs up, the flow ends: nothing is said, queued or popped any more.',
  webexPage('R079'),
  ({ deeds, pops, hungUp }, find) => {
    if (hungUp === undefined) return
    const audible = ['spoke', 'played', 'music', 'queued', 'digits', 'silence']
    // What hangs on the end of the call begins with it, and may still write; nobody is there who could hear.
    const late = deeds.find(({ at, did, process }) =>
      process === 'ContactEnded' ? audible.includes(did) : at > hungUp && [...audible, 'requested'].includes(did),
    )
    if (late)
      find({
        at: late.at,
        expected: `nothing after ${timeOfDay(hungUp)}, when the caller hung up`,
        happened: `${late.activity} went on at ${timeOfDay(late.at)}`,
        exchanges: [],
      })
    const pop = pops.find(({ at }) => at > hungUp)
    if (pop)
      find({
        at: pop.at,
        expected: 'no screen pop: the caller has hung up',
        happened: `${pop.activity} popped ${pop.url} at ${timeOfDay(pop.at)}`,
        exchanges: [],
      })
  },
)
