import { exchangesOf, type Judge } from './evidence.ts'

/** So many tokens were renewed: a token request by a client whose last token has expired. */
export const renewed: Judge<{ times: number }> = ({ times }, evidence) => {
  const renewals = exchangesOf(evidence).filter(({ exchange }) => exchange.actions.some((action) => action.kind === 'signed-in' && action.ok && action.renewal))
  if (renewals.length === times) return []
  return [
    {
      at: renewals[0]?.exchange.at ?? evidence.until,
      expected: `the token renewed ${times === 1 ? 'once' : `${times} times`}`,
      happened: `${renewals.length} renewals`,
      exchanges: renewals.map(({ exchange }) => exchange.id),
    },
  ]
}
