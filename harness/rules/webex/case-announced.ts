import { list, quote } from '../words.ts'
import { activityName, callRule, textsIn } from './call.ts'
import { webexPage } from './sources.ts'

export const caseAnnounced = callRule(
  'webex/case-announced',
  'A customer with a case hears their name, what the case is about, and its number.',
  webexPage('R073', 'R075'),
  ({ customer, lookUps, own, did, hungUp, crm }, find) => {
    const who = lookUps.filter(({ about, ok }) => about === 'contact' && ok).at(-1)
    const failed = did('requested', 'main').some(({ status }) => status === 0 || status >= 400)
    if (customer !== undefined && who && !failed && hungUp === undefined && !lookUps.some(({ about }) => about === 'case'))
      find({
        at: who.exchange.until,
        expected: `the cases of the customer ${customer} asked for`,
        happened: `${activityName(who)} found the customer, and nothing asked for cases`,
        exchanges: [who.exchange.id],
      })
    const answer = own.filter(({ found }) => found.length > 0).at(-1)
    const [row] = answer?.rows ?? []
    if (!answer || !row) return
    const unasked = crm === 'dynamics' ? ['title', 'ticketnumber'].filter((key) => own.every(({ rows }) => rows.every((one) => !(key in one)))) : []
    if (unasked.length > 0)
      find({
        at: answer.exchange.at,
        expected: 'subject and number of the case asked for, to be read aloud',
        happened: `${activityName(answer)} did not ask for ${list(unasked)}`,
        exchanges: [answer.exchange.id],
      })
    const person = lookUps.find(({ about, rows }) => about === 'contact' && rows.length === 1)?.rows[0] ?? {}
    const number = crm === 'zendesk' ? [String(row.id ?? '')] : []
    const wanted = [...textsIn(person), ...textsIn(row), ...number].filter((text) => text !== '')
    const heard = did('spoke').filter(({ at }) => at >= answer.exchange.until)
    // Who has hung up by then hears nothing.
    if (heard.length === 0 && hungUp !== undefined) return
    const missing = wanted.filter((text) => !heard.some((deed) => deed.text.includes(text)))
    if (missing.length === 0) return
    find({
      at: heard[0]?.at ?? answer.exchange.until,
      expected: `${list(wanted.map(quote))} read aloud`,
      happened: heard.length === 0 ? 'nothing was read aloud' : `${heard[0]?.activity} said ${quote(heard[0]?.text)}, without ${list(missing.map(quote))}`,
      exchanges: [answer.exchange.id],
    })
  },
)
