import { ControlError } from '../../../mocks/core/control/answers.ts'
import type { ErrorCode } from '../protocol.ts'

/** A refusal for which the page has words of its own, by its code. */
export class DeskError extends ControlError {
  override name = 'DeskError'
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, rest: { expected?: string; got?: unknown } = {}) {
    super(409, message, rest)
    this.code = code
  }
}
