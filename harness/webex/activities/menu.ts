import type { ActivityKind } from '../here.ts'
import { prompts } from './prompts.ts'

/** Asks for one digit and waits `entryTimeout` seconds for it, from the end of the prompt (R077). */
export const menu: ActivityKind = async (here) => {
  const links = here.activity.properties.menuLinks
  const choices = Array.isArray(links) ? links.map(String) : []
  const early = await prompts(here, here.activity.properties.interruptible !== false)
  const patience = here.number('entryTimeout', 3) * 1000
  const digit = early ?? (await here.digit(patience))
  if (digit === undefined) {
    here.tell({ did: 'silence', after: patience })
    return 'timeout'
  }
  const outcome = choices.includes(digit) ? 'chosen' : 'invalid'
  here.output('OptionEntered', digit)
  here.tell({ did: 'digits', digits: digit, outcome })
  return outcome === 'chosen' ? digit : 'invalid'
}
