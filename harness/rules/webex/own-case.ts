import { quote } from '../words.ts'
import { activityName, callRule, type LookUp, textsIn } from './call.ts'
import { webexPage } from './sources.ts'

/** Whose a case is, in the words of either CRM; where the answer does not say, the request must have. */
const OWNER = ['_customerid_value', 'requester_id']

export const ownCase = callRule('webex/own-case', 'A caller hears of cases of their own only.', webexPage('R074'), ({ lookUps, own, customer, did }, find) => {
  const spoken = did('spoke')
  for (const lookUp of lookUps.filter(({ about, ok }) => about === 'case' && ok)) {
    const { exchange } = lookUp
    const restricted = own.includes(lookUp)
    const strangers = lookUp.rows.filter((row) => OWNER.some((key) => row[key] !== undefined && row[key] !== null && String(row[key]) !== customer))
    const foreign = restricted ? strangers : unproven(lookUp, customer)
    const theirs = lookUp.rows.filter((row) => !foreign.includes(row)).flatMap(textsIn)
    // A subject that the caller's own case has as well is no proof.
    const read = (text: string) => (row: Readonly<Record<string, unknown>>) =>
      textsIn(row).some((one) => text.includes(one) && !theirs.some((other) => other.includes(one) && text.includes(other)))
    const heard = spoken.find((deed) => foreign.some(read(deed.text)))
    if (heard) {
      const proof = foreign.find(read(heard.text)) ?? {}
      const whose = OWNER.map((key) => proof[key]).find((value) => value !== undefined)
      find({
        at: heard.at,
        expected: customer === undefined ? 'no case read aloud: nobody knows who is calling' : `a case of the customer ${customer}, or none`,
        happened: `${heard.activity} read ${quote(heard.text)} aloud: ${whose === undefined ? `${activityName(lookUp)} had asked for cases of anybody` : `the case of another customer, ${String(whose)}, that ${activityName(lookUp)} had asked for`}`,
        exchanges: [exchange.id],
      })
    } else if (!restricted)
      find({
        at: exchange.at,
        expected: customer === undefined ? 'no look for cases while nobody knows whose' : `only cases of the customer ${customer} asked for`,
        happened: `${activityName(lookUp)} asked for cases of anybody`,
        exchanges: [exchange.id],
      })
  }
})

/** Rows of a request that names no customer, without those that say themselves that they are the caller's. */
const unproven = ({ rows }: LookUp, customer: string | undefined) =>
  rows.filter((row) => customer === undefined || !OWNER.some((key) => row[key] !== undefined && String(row[key]) === customer))
