import { placeholdersIn } from '../../webex/spoken.ts'
import { list, quote } from '../words.ts'
import { callRule } from './call.ts'
import { webexInferred } from './sources.ts'

export const nothingSenseless = callRule(
  'webex/nothing-senseless',
  'No caller hears a word such as "null" or "NA" where a value is missing.',
  webexInferred('R075', 'R076', 'A9'),
  ({ did }, find) => {
    for (const { at, activity, text, template } of did('spoke')) {
      const words = placeholdersIn(text)
      // What stands in the flow as fixed text may mean something.
      const missing = words.filter((word) => !template.replaceAll(/\{\{.*?\}\}/gs, '').includes(word))
      if (missing.length === 0 && !hasGap(template, text)) continue
      find({
        at,
        expected: 'what there is read aloud, or something else said',
        happened:
          missing.length > 0
            ? `${activity} said ${quote(text)}, with ${list([...new Set(missing)].map((word) => `"${word}"`))} in it`
            : `${activity} said ${quote(text)}, with a gap where a value belongs`,
        exchanges: [],
      })
    }
  },
)

/** Whether an expression of the template came out empty: what is spoken has nothing between two pieces of fixed text. */
function hasGap(template: string, text: string): boolean {
  const fixed = template.split(/\{\{.*?\}\}/s)
  let at = fixed[0]?.length ?? 0
  return fixed.slice(1).some((piece, i) => {
    const last = i === fixed.length - 2 && piece === ''
    const end = last ? text.length : text.indexOf(piece, at)
    const value = text.slice(at, end)
    at = end + piece.length
    return end >= 0 && value.trim() === '' && piece !== ''
  })
}
