import type { Due } from './mapped.ts'
import { compare, valueFor } from './mapped.ts'
import type { Rule } from './rule.ts'
import { stated } from './sources.ts'
import { type Memorial, storyOf } from './story.ts'
import { quote, recordName } from './words.ts'

/** A text that is cut to fit is cut between the characters that a reader sees: half an emoji is a mark that nobody wrote. */
export const wholeCharacters: Rule = {
  id: 'whole-characters',
  says: 'A text that is cut to fit ends with a whole character.',
  source: stated('R029'),
  watch(context, report) {
    const story = storyOf(context)
    return {
      reads: story.on,
      hears: ['exchange'],
      on(entry) {
        for (const memorial of story.on(entry)) {
          const { exchange, interaction, field, record, value } = memorial
          if (typeof value !== 'string' || !isTorn(memorial, value)) continue
          report({
            at: exchange.at,
            ...(interaction === undefined ? {} : { interaction }),
            expected: `a text in ${field} of ${recordName(record)} that ends with a whole character`,
            happened: `it ends with a part of one: ${quote(value.slice(-12))}`,
            exchanges: [exchange.id],
          })
        }
      },
    }
  },
}

/** Half a surrogate pair is torn whatever was meant; otherwise what the contact centre gave shows where its characters end. */
function isTorn({ mappings, due }: Memorial, value: string): boolean {
  if (/[\ud800-\udbff]$|\ufffd$/.test(value)) return true
  return due !== undefined && mappings.some((mapping) => cutsInside(valueFor(mapping, due as Due), value))
}

/** Enough of the text around the cut to see the character that it goes through. */
const AROUND = 32

function cutsInside(whole: string, value: string): boolean {
  if (value === '' || value.length >= whole.length || compare(value, whole) !== 'cut' || !whole.startsWith(value)) return false
  const from = Math.max(0, value.length - AROUND)
  const cut = value.length - from
  return ![...new Intl.Segmenter().segment(whole.slice(from, value.length + AROUND))].some(({ index }) => index === cut)
}
