/** A step that the contact's state does not allow, as data: what was tried, in which state, and what is possible there. */
export interface Impossible {
  impossible: string
  state: string
  allowed: readonly string[]
  /** Why, where the state alone does not say. */
  because?: string
}

export const isImpossible = (result: object): result is Impossible => 'impossible' in result

export function explain({ impossible, state, allowed, because }: Impossible): string {
  const possible = allowed.length > 0 ? `Possible now: ${allowed.join(', ')}.` : 'Nothing more can happen to it.'
  return `${impossible} is not possible while the contact is ${state}${because ? `: ${because}` : ''}. ${possible}`
}
