/** Digits that the caller pressed, in line until somebody takes them. */
export interface Keypad {
  press(digits: string): void
  /** The next digit; resolves undefined when `until` settles first. */
  next(until: Promise<unknown>): Promise<string | undefined>
}

export function createKeypad(): Keypad {
  let pressed: string[] = []
  let waiting: ((digit: string | undefined) => void) | undefined
  const take = () => {
    const digit = pressed[0]
    if (!waiting || digit === undefined) return
    pressed = pressed.slice(1)
    const answer = waiting
    waiting = undefined
    answer(digit)
  }
  return {
    press(digits) {
      pressed.push(...digits)
      take()
    },
    next(until) {
      return new Promise((resolve, reject) => {
        const answer = resolve
        waiting = answer
        take()
        const over = () => {
          if (waiting !== answer) return
          waiting = undefined
          resolve(undefined)
        }
        until.then(over, (reason: unknown) => {
          if (waiting === answer) waiting = undefined
          reject(reason)
        })
      })
    },
  }
}
