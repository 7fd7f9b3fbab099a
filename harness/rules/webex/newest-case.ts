import { newestFirst } from '../../webex/validate/crm.ts'
import { inWords, quote } from '../words.ts'
import { activityName, callRule, limitsToOne, textsIn } from './call.ts'
import { webexPage } from './sources.ts'

const CREATED = ['createdon', 'created_at']

/** By the times in the answer where it has them, otherwise by the order that was asked for. */
export const newestCase = callRule('webex/newest-case', 'The case that a caller hears of is the newest one.', webexPage('R074'), ({ lookUps, did }, find) => {
  for (const lookUp of lookUps.filter(({ about, ok }) => about === 'case' && ok)) {
    const { rows, asked, exchange } = lookUp
    const heard = did('spoke').find(({ text, at }) => at >= exchange.until && rows.some((row) => textsIn(row).some((one) => text.includes(one))))
    const row = heard && mostSaid(heard.text, rows)
    if (!heard || !row) continue
    const created = (one: Readonly<Record<string, unknown>>) => Date.parse(String(CREATED.map((key) => one[key]).find((value) => value !== undefined)))
    // Without times in the answer, the order that was asked for is what is known.
    const before = Number.isNaN(created(row)) && newestFirst(asked) ? rows.slice(0, rows.indexOf(row)) : []
    const newer = rows.find((one) => created(one) > created(row)) ?? before[0]
    if (newer)
      find({
        at: heard.at,
        expected: `the newest of ${inWords(rows.length)} cases, ${quote(textsIn(newer).join(', '))}`,
        happened: `${heard.activity} read ${quote(textsIn(row).join(', '))} aloud`,
        exchanges: [exchange.id],
      })
    else if (!newestFirst(asked) && (rows.length > 1 || limitsToOne(lookUp)))
      find({
        at: exchange.at,
        expected: 'the newest case asked for first',
        happened: `${activityName(lookUp)} did not ask for that, and ${heard.activity} read the first of ${rows.length > 1 ? `${inWords(rows.length)} cases` : 'them'} aloud`,
        exchanges: [exchange.id],
      })
  }
})

/** The case of which most was said: cases have subjects in common, and their numbers tell them apart. */
function mostSaid<Row extends Readonly<Record<string, unknown>>>(text: string, rows: readonly Row[]): Row | undefined {
  const said = (row: Row) =>
    [...textsIn(row), ...(typeof row.id === 'number' ? [String(row.id)] : [])].reduce((sum, one) => sum + (text.includes(one) ? one.length : 0), 0)
  return [...rows].sort((a, b) => said(b) - said(a)).find((row) => said(row) > 0)
}
