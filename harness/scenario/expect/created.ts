import { counted } from '../../../mocks/core/figure.ts'
import { type Neutral, typeOf } from '../crm/words.ts'
import { exchangesOf, isDone, type Judge } from './evidence.ts'

/** So many records of that kind were created, all copies of the scenario together. */
export const created: Judge<{ record: Neutral; count: number }> = ({ record, count }, evidence) => {
  const all = exchangesOf(evidence).flatMap(({ exchange }) =>
    exchange.actions
      .filter((action) => action.kind === 'created' && isDone(exchange, action.ok) && action.type === typeOf(evidence.crm, record))
      .map(() => exchange.id),
  )
  if (all.length === count) return []
  return [{ at: evidence.until, expected: `${counted(count, record)} created`, happened: `${all.length} created`, exchanges: all }]
}
