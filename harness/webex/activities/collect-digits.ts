import type { ActivityKind } from '../here.ts'
import { prompts } from './prompts.ts'

/** Collects digits until the terminator, the greatest number of them or a pause between two; `DigitsEntered` has them (documented). */
export const collectDigits: ActivityKind = async (here) => {
  const terminator = here.text('terminatorSymbol') || '#'
  const least = here.number('minDigits', 1)
  const most = here.number('maxDigits', 32)
  const first = here.number('entryTimeout', 3) * 1000
  const between = here.number('interDigitTimeout', 3) * 1000
  let digit = (await prompts(here, here.activity.properties.interruptible !== false)) ?? (await here.digit(first))
  if (digit === undefined) {
    here.tell({ did: 'silence', after: first })
    return 'timeout'
  }
  let digits = ''
  while (digit !== undefined && digit !== terminator) {
    digits += digit
    if (digits.length >= most) break
    digit = await here.digit(between)
  }
  const outcome = digits.length >= least ? 'chosen' : 'invalid'
  here.output('DigitsEntered', digits)
  here.tell({ did: 'digits', digits, outcome })
  return outcome === 'chosen' ? 'default' : 'invalid'
}
