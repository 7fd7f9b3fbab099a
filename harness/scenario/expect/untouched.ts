import { isWrite } from '../../../mocks/core/meaning.ts'
import { type Neutral, typeOf } from '../crm/words.ts'
import { exchangesOf, isDone, type Judge, when } from './evidence.ts'

/** No record of that kind was changed or deleted; creating one is not changing one. */
export const untouched: Judge<{ record: Neutral }> = ({ record }, evidence) =>
  exchangesOf(evidence)
    .filter(({ exchange }) =>
      exchange.actions.some(
        (action) =>
          isDone(exchange, action.ok) &&
          (((action.kind === 'updated' || action.kind === 'deleted') && action.type === typeOf(evidence.crm, record)) ||
            (isWrite(action) && action.about?.type === typeOf(evidence.crm, record))),
      ),
    )
    .map(({ exchange }) => ({
      at: exchange.at,
      expected: `no ${record} touched`,
      happened: `${exchange.request.method} at ${when(evidence, exchange.at)} ${exchange.actions.some(({ kind }) => kind === 'deleted') ? 'deleted' : 'changed'} one`,
      exchanges: [exchange.id],
    }))
