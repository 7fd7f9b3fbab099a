import { newestFirst } from '../../webex/validate/crm.ts'
import { inWords, quote } from '../words.ts'
import { activityName, callRule, textsIn } from './call.ts'
import { webexPage } from './sources.ts'

const CREATED = ['createdon', 'created_at']

/** By the times in the answer where it has them, otherwise by the order that was asked for. */
export const newestCase = callRule('webex/newest-case', 'The case that a caller hears of is the newest one.', webexPage('R074'), ({ lookUps, did }, find) => {
  for (const lookUp of lookUps.filter(({ about, ok }) => about === 'case' && ok)) {
    const { rows, asked, exchange } = lookUp
    const heard = did('spoke').find(({ text, at }) => at >= exchange.until && rows.some((row) => textsIn(row).some((one) => text.includes(one))))
    const row = rows.find((one) => heard && textsIn(one).some((text) => heard.text.includes(text)))
    if (!heard || !row) continue
    const created = (one: Readonly<Record<string, unknown>>) => Date.parse(String(CREATED.map((key) => one[key]).find((value) => value !== undefined)))
    const newer = rows.find((one) => created(one) > created(row))
    if (newer)
      find({
        at: heard.at,
        expected: `the newest of ${inWords(rows.length)} cases, ${quote(textsIn(newer)[0] ?? '')}`,
        happened: `${heard.activity} read ${quote(textsIn(row)[0] ?? '')} aloud`,
        exchanges: [exchange.id],
      })
    else if (!newestFirst(asked) && (rows.length > 1 || limitsToOne(asked)))
      find({
        at: exchange.at,
        expected: 'the newest case asked for first',
        happened: `${activityName(lookUp)} asked for no order, and ${heard.activity} read the first of ${rows.length > 1 ? `${inWords(rows.length)} cases` : 'them'} aloud`,
        exchanges: [exchange.id],
      })
  }
})

const limitsToOne = (asked: string): boolean => /\$top=1\b|per_page=1\b|page\[size\]=1\b|LIMIT 1\b/i.test(asked)
