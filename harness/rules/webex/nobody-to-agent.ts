import { activityName, callRule } from './call.ts'
import { webexPage } from './sources.ts'

/** A9: a customer without a case is told so as well, although the page's description branches on the customer only. */
export const nobodyToAgent = callRule(
  'webex/nobody-to-agent',
  'A caller who is unknown or has no case hears a message and is passed to an agent.',
  webexPage('R073', 'R076', 'A9'),
  ({ lookUps, customer, did, hungUp }, find) => {
    const empty = lookUps.find(({ ok, found, about }) => ok && (found.length === 0 || (about === 'contact' && customer === undefined)))
    if (!empty) return
    const from = empty.exchange.until
    const whom = empty.about === 'contact' ? 'the caller is unknown' : 'the customer has no case'
    const later = lookUps.find((one) => one.about === 'case' && one.exchange.at >= from && empty.about === 'contact')
    if (later)
      find({
        at: later.exchange.at,
        expected: `no look for a case: ${whom}`,
        happened: `${activityName(later)} asked for cases all the same`,
        exchanges: [empty.exchange.id, later.exchange.id],
      })
    if (hungUp !== undefined && did('queued').every(({ at }) => at > hungUp)) return
    const queued = did('queued').find(({ at }) => at >= from)
    // A menu asks; a message tells.
    const menus = new Set(did('entered').flatMap(({ type, activity }) => (type === 'ivr-menu' ? [activity] : [])))
    const told = did('spoke').find(({ at, activity }) => at >= from && (queued === undefined || at <= queued.at) && !menus.has(activity))
    if (!queued)
      find({
        at: from,
        expected: `an agent: ${whom}`,
        happened: `after ${activityName(empty)} the call was never queued`,
        exchanges: [empty.exchange.id],
      })
    else if (!told)
      find({
        at: queued.at,
        expected: `a message before the queue: ${whom}`,
        happened: `${queued.activity} queued the call without a word`,
        exchanges: [empty.exchange.id],
      })
  },
)
