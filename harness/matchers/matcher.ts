/** What a test framework gives its matchers; vitest and Jest agree on this much. */
export interface MatcherState {
  isNot?: boolean
  equals(actual: unknown, expected: unknown, testers?: unknown[]): boolean
  utils: {
    stringify(value: unknown): string
    subsetEquality?: unknown
    iterableEquality?: unknown
  }
}

export interface MatcherResult {
  pass: boolean
  message(): string
}

/** A value on one line, asymmetric matchers by their names: `{ jobtitle: "Gold", description: Any<String> }`. */
export function shown(state: MatcherState, value: unknown): string {
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return state.utils.stringify(value)
  const members = Object.entries(value).map(([name, one]) => `${name}: ${shown(state, one)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** Whether an object has at least these members; asymmetric matchers (`expect.any(String)`) may stand anywhere in it. */
export const includes = (state: MatcherState, actual: unknown, expected: unknown): boolean =>
  state.equals(
    actual,
    expected,
    [state.utils.iterableEquality, state.utils.subsetEquality].filter((tester) => tester !== undefined),
  )
