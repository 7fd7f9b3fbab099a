import { whyNoAnswer } from '../no-answer.ts'

/** A real organisation that gives no answer; its message is for the user. */
export class TargetError extends Error {
  override name = 'TargetError'
}

/** `fetch` at a real organisation. Rejects with a TargetError where there is no answer. */
export const atTarget =
  (fetched: typeof fetch = fetch): typeof fetch =>
  async (input, init) => {
    try {
      return await fetched(input, init)
    } catch (error) {
      const { origin } = new URL(input instanceof Request ? input.url : input)
      throw new TargetError(`${origin} ${whyNoAnswer(error)}. Is the address right?`)
    }
  }
