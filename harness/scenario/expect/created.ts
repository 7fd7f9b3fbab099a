import type { Exchange } from '../../../mocks/core/journal.ts'
import { type Neutral, typeOf } from '../crm/words.ts'
import { exchangesOf, type Judge } from './evidence.ts'

/** A record that was made though the answer never arrived is made all the same. */
const made = ({ remarks }: Exchange, ok: boolean): boolean => ok || remarks.some((remark) => remark.kind === 'answer-lost' && remark.status < 300)

/** So many records of that kind were created, all copies of the scenario together. */
export const created: Judge<{ record: Neutral; count: number }> = ({ record, count }, evidence) => {
  const all = exchangesOf(evidence).flatMap(({ exchange }) =>
    exchange.actions
      .filter((action) => action.kind === 'created' && made(exchange, action.ok) && action.type === typeOf(evidence.crm, record))
      .map(() => exchange.id),
  )
  if (all.length === count) return []
  return [{ at: evidence.until, expected: `${count} ${record}${count === 1 ? '' : 's'} created`, happened: `${all.length} created`, exchanges: all }]
}
