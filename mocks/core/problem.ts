/**
 * What went wrong, as data. A mock's `refuse` is the one place that gives it the vendor's face.
 * `kind` is the mock's own word (an AADSTS number, a Dataverse code, a Zendesk error name) or one of the common ones below.
 */
export interface Problem {
  readonly problem: string
  readonly status: number
  readonly message: string
  /** What the renderer needs beside the message. */
  readonly detail?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

/** Problems that the edge itself finds; every mock renders them in its own shape. */
export type CommonProblem = 'not-found' | 'method-not-allowed' | 'too-large' | 'not-json' | 'not-imitated' | 'internal' | 'throttled' | 'unavailable'

export const problem = (kind: CommonProblem | (string & {}), status: number, message: string, rest: Pick<Problem, 'detail' | 'headers'> = {}): Problem => ({
  problem: kind,
  status,
  message,
  ...rest,
})

/** Carries a problem up from deep inside a parser or validator; the edge unwraps it. Not for a user to see. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

export const refuse = (...parts: Parameters<typeof problem>): never => {
  throw new Refusal(problem(...parts))
}

/** A feature of the vendor that is not here. It says so, names itself and shows in the journal; it never guesses. */
export const notImitated = (feature: string): Problem => problem('not-imitated', 501, `crm-rehearsal does not imitate ${feature}.`, { detail: { feature } })
