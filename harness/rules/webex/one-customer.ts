import { digits } from '../identity.ts'
import { inWords, list } from '../words.ts'
import { activityName, callRule, countIn, limitsToOne } from './call.ts'
import { webexInferred } from './sources.ts'

const PHONE = /^(telephone\d?|mobilephone|phone)$/i

/** A look-up that more than one customer fits tells nobody's name; one without a number fits everybody. */
export const oneCustomer = callRule(
  'webex/one-customer',
  'A caller is taken for a customer only where one look-up by the number finds exactly one.',
  webexInferred('R072'),
  ({ ani, lookUps }, find) => {
    const customers = lookUps.filter(({ about, ok }) => about === 'contact' && ok)
    for (const lookUp of customers) {
      const { exchange, found, total } = lookUp
      const next = lookUps.find((later) => later.about === 'case' && later.exchange.at >= exchange.until)
      if (!next || found.length === 0) continue
      if (ani === '')
        find({
          at: exchange.at,
          expected: 'no look-up: the caller shows no number',
          happened: `${activityName(lookUp)} found ${inWords(found.length)}, and ${activityName(next)} went on to ask for cases`,
          exchanges: [exchange.id, next.exchange.id],
        })
      else if (total > 1)
        find({
          at: exchange.at,
          expected: 'exactly one customer with that number, or nobody is taken for the caller',
          happened: `${activityName(lookUp)} found ${inWords(total)} (${list(found.slice(0, 3))}${total > found.length ? ' among them' : ''}), and ${activityName(next)} went on with one of them`,
          exchanges: [exchange.id, next.exchange.id],
        })
      else if (limitsToOne(lookUp) && countIn(exchange.response.body) === undefined)
        find({
          at: exchange.at,
          expected: 'two asked for, or how many there are: only then one is the only one',
          happened: `${activityName(lookUp)} asked for one, and ${activityName(next)} went on with that`,
          exchanges: [exchange.id, next.exchange.id],
        })
      else {
        const numbers = Object.entries(lookUp.rows[0] ?? {}).flatMap(([key, value]) => (PHONE.test(key) && digits(value) !== '' ? [digits(value)] : []))
        // National notation in the CRM is the end of what the call shows.
        if (numbers.length > 0 && !numbers.some((number) => digits(ani).endsWith(number)))
          find({
            at: exchange.at,
            expected: `a customer with the number ${ani}`,
            happened: `${activityName(lookUp)} found ${found[0]}, whose number is ${list(numbers)}, and ${activityName(next)} went on with that`,
            exchanges: [exchange.id, next.exchange.id],
          })
      }
    }
    const activities = new Set(customers.map(({ activity }) => activity))
    if (activities.size > 1)
      find({
        at: customers[1]?.exchange.at ?? 0,
        expected: 'one request that asks who is calling',
        happened: `${inWords(activities.size)}: ${list([...activities])}`,
        exchanges: customers.map(({ exchange }) => exchange.id),
      })
  },
)
