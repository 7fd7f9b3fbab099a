import { type State, whole } from '../state.ts'

/** An hour and a half is past any access token's end: Entra ID gives 60 to 90 minutes, Zendesk 30. */
const LONG_AGO = 2 * 60 * 60_000

/** States that both CRMs know: of their tokens and of their good days and bad ones. `title` as in the sentence. */
export const accessStates = (title: string): State[] => [
  { says: 'the access token has expired', parameters: {}, arrange: () => ({ access: { kind: 'expired', after: LONG_AGO } }) },
  { says: 'the access token is not valid', parameters: {}, arrange: () => ({ access: { kind: 'wrong' } }) },
  {
    says: `${title} throttles requests for \${seconds} seconds`,
    parameters: { seconds: { says: 'what Retry-After asks for', default: 5 } },
    arrange: ({ seconds }) => ({ faults: [{ effect: { kind: 'refuse', status: 429, retryAfter: whole(seconds, 'seconds') } }] }),
  },
  { says: `${title} is unavailable`, parameters: {}, arrange: () => ({ faults: [{ effect: { kind: 'refuse', status: 503 } }] }) },
]
