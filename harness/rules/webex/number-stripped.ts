import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { quote } from '../words.ts'
import { activityName, callRule } from './call.ts'
import { webexPage } from './sources.ts'

/** Behind a word a plus is the space before the next one: role:end-user+4930... */
const NO_PLUS = '(?<!(?<!\\w)\\+)'

/** A8: by default the + alone is taken away, as the published flow does it; `callerNumber: country code` takes the code as well. */
export const numberStripped = callRule(
  'webex/number-stripped',
  "The caller's number is looked up without its + (and country code, where that is asked for).",
  webexPage('R071', 'A8'),
  ({ ani, lookUps, configuration }, find) => {
    if (ani === '') return
    const digits = ani.replaceAll(/\D/g, '')
    const profile = configuration.webex?.settings.callerNumber ?? 'plus'
    const wanted = profile === 'plus' ? digits : (parsePhoneNumberFromString(ani)?.nationalNumber ?? digits)
    for (const lookUp of lookUps) {
      if (lookUp.about !== 'contact' || new RegExp(`(?<!\\d)${NO_PLUS}${wanted}(?!\\d)`).test(lookUp.asked)) continue
      find({
        at: lookUp.exchange.at,
        expected: `a look-up of ${wanted}`,
        happened: `${activityName(lookUp)} asked for ${quote(lookUp.asked.slice(lookUp.asked.indexOf('?') + 1))}`,
        exchanges: [lookUp.exchange.id],
      })
    }
  },
)
