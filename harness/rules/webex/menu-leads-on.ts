import { callRule } from './call.ts'
import { webexPage } from './sources.ts'

export const menuLeadsOn = callRule(
  'webex/menu-leads-on',
  'Whatever a caller does in the menu, an agent or the end of the call comes of it.',
  webexPage('R077'),
  ({ deeds, hungUp }, find) => {
    deeds.forEach((deed, i) => {
      if (deed.did !== 'digits' && deed.did !== 'silence') return
      const after = deeds.slice(i + 1).filter(({ process }) => process === deed.process)
      const left = after.find((one) => one.did === 'left' && one.activity === deed.activity)
      const dropped = left?.did === 'left' && left.to === undefined
      const on = after.some(({ did }) => did === 'queued' || did === 'disconnected' || did === 'digits' || did === 'silence')
      if (!dropped && (on || hungUp !== undefined)) return
      const what =
        deed.did === 'silence'
          ? 'the caller pressed nothing'
          : `the caller pressed ${deed.digits}${deed.outcome === 'invalid' ? ', which is not in the menu' : ''}`
      find({
        at: deed.at,
        expected: 'an agent, the end of the call, or the menu again',
        happened: `${what} in ${deed.activity}, and ${dropped ? 'the call was dropped: no link leads on' : 'nothing came of it'}`,
        exchanges: [],
      })
    })
  },
)
