import { list, quote } from '../words.ts'
import { callRule, textsIn } from './call.ts'
import { webexPage } from './sources.ts'

export const caseAnnounced = callRule(
  'webex/case-announced',
  'A customer with a case hears their name, what the case is about, and its number.',
  webexPage('R075'),
  ({ customer, lookUps, did, hungUp, crm }, find) => {
    const answer = lookUps
      .filter(({ about, ok, found, asked }) => about === 'case' && ok && found.length > 0 && customer !== undefined && asked.includes(customer))
      .at(-1)
    const [row] = answer?.rows ?? []
    if (!answer || !row) return
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
