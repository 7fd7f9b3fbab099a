/** The service refuses. How the vendor spells an error is not public: code, message and what was expected are simulator-defined. */
export class ServiceProblem extends Error {
  override name = 'ServiceProblem'
  readonly status: 400 | 401 | 404 | 409 | 413 | 501 | 502
  readonly code: string
  readonly expected: string | undefined
  constructor(status: ServiceProblem['status'], code: string, message: string, expected?: string, cause?: Error) {
    super(message, { cause })
    this.status = status
    this.code = code
    this.expected = expected
  }
}

export const problemBody = ({ code, message, expected }: ServiceProblem) => ({ error: { code, message, ...(expected === undefined ? {} : { expected }) } })
