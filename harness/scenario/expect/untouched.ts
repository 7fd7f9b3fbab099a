import { isWrite } from '../../../mocks/core/meaning.ts'
import { type Neutral, typeOf } from '../crm/words.ts'
import { exchangesOf, type Judge, when } from './evidence.ts'

/** No record of that kind was changed; creating one is not changing one. */
export const untouched: Judge<{ record: Neutral }> = ({ record }, evidence) =>
  exchangesOf(evidence)
    .filter(({ exchange }) =>
      exchange.actions.some(
        (action) =>
          action.ok &&
          isWrite(action) &&
          ((action.kind === 'updated' && action.type === typeOf(evidence.crm, record)) || action.about?.type === typeOf(evidence.crm, record)),
      ),
    )
    .map(({ exchange }) => ({
      at: exchange.at,
      expected: `no ${record} touched`,
      happened: `${exchange.request.method} at ${when(evidence, exchange.at)} changed one`,
      exchanges: [exchange.id],
    }))
