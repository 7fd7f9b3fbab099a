import type { AdjustableClock } from '../../../mocks/core/clock.ts'

/** The World's clock for work that can be given up: when `ended` is aborted, who sleeps on it is taken off the clock and never wakes. */
export const sessionClock = (clock: AdjustableClock, ended: AbortSignal): AdjustableClock =>
  Object.assign(Object.create(clock) as AdjustableClock, {
    sleep: (ms: number, signal?: AbortSignal): Promise<void> =>
      ended.aborted
        ? never()
        : clock.sleep(ms, signal ? AbortSignal.any([signal, ended]) : ended).catch((reason: unknown) => {
            if (ended.aborted) return never()
            throw reason
          }),
  } satisfies Partial<AdjustableClock>)

const never = () => new Promise<never>(() => {})
