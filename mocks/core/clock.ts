import { Sleepers, sleeping } from './clock/sleepers.ts'

/**
 * Time. Everything in a World that has a time reads its clock; nothing else in the project asks the host.
 * All instants are milliseconds since the epoch, all durations milliseconds.
 */
export interface Clock {
  readonly kind: 'scaled' | 'virtual'
  now(): number
  /** Resolves when the clock has moved on by `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls `ring` when the clock has moved on by `ms`, unless it is cancelled before: what a patience that is hardly ever at its end costs least with. */
  alarm(ms: number, ring: () => void): () => void
  /** Holds virtual time still while work that the clock cannot see (sockets, cryptography, a child process) is under way. */
  during<T>(work: Promise<T>): Promise<T>
}

export interface ClockState {
  kind: Clock['kind']
  now: string
  /** Simulated seconds per host second; 0 while frozen; null for virtual time, which jumps. */
  scale: number | null
  sleeping: number
}

/** A clock that a person, a test or the control plane can move. Time never runs backwards for a sleeper: `set` to the past leaves it asleep for longer. */
export interface AdjustableClock extends Clock {
  set(instant: number): void
  /** Moves on by `ms`, waking what falls due on the way, in order. Settles when it has. */
  advance(ms: number): Promise<void>
  scale(factor: number): void
  freeze(): void
  reset(): void
  state(): ClockState
  /** When the next sleeper wakes; undefined: nobody sleeps. */
  next(): number | undefined
}

/** The host's own time: for what happens to the program rather than in a World (progress, wall time of a run). */
export const hostNow = (): number => Date.now()
/** Milliseconds on the host's monotonic timer, for measuring wall time. */
export const hostElapsed = (): number => performance.now()
/** Settles after so much of the host's time and keeps the process alive until then; once `signal` is aborted it does neither. */
export const hostDelay = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return
    const stop = () => clearTimeout(timer)
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
/** Calls `work` after `ms` of host time without keeping the process alive; the result cancels it. */
export const hostTimer = (ms: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** One after the other: of two that move time at once, each would wake the other's sleepers at a wrong instant, and both would end at one hour. */
function inTurn(advance: (ms: number) => Promise<void>): (ms: number) => Promise<void> {
  let last: Promise<void> | undefined
  return (ms) => {
    const mine = last ? last.then(() => advance(ms)) : advance(ms)
    const done = mine.finally(() => {
      if (last === done) last = undefined
    })
    last = done
    return done
  }
}

/** setTimeout fires at once for more than 2^31-1 ms, so a long sleep is taken in stretches. */
const LONGEST_TIMEOUT = 2 ** 31 - 1

/** Real time, offset and scaled: ×1 is the wall clock, ×10 a class in a hurry, 0 a frozen screen. */
export function scaledClock(start: number = hostNow(), factor = 1): AdjustableClock {
  const sleepers = new Sleepers()
  const origin = { drift: start - hostNow(), factor }
  let anchor = { world: start, host: hostNow() }
  let speed = factor
  let timer: NodeJS.Timeout | undefined

  const now = () => anchor.world + (hostNow() - anchor.host) * speed
  const rebase = (world: number, next: number) => {
    anchor = { world, host: hostNow() }
    speed = next
    arm()
  }
  const wakeDue = () => {
    while (sleepers.next && sleepers.next.at <= now()) sleepers.take()?.wake()
    arm()
  }
  function arm() {
    clearTimeout(timer)
    timer = undefined
    if (!sleepers.next || speed === 0) return
    const wait = Math.min(Math.max(0, Math.ceil((sleepers.next.at - now()) / speed)), LONGEST_TIMEOUT)
    timer = setTimeout(wakeDue, wait)
  }

  return {
    kind: 'scaled',
    now: () => Math.floor(now()),
    ...sleeping(sleepers, now, arm),
    during: (work) => work,
    set(instant) {
      rebase(instant, speed)
      wakeDue()
    },
    advance: inTurn(async (ms) => {
      const target = now() + ms
      while (sleepers.next && sleepers.next.at <= target) {
        rebase(sleepers.next.at, speed)
        sleepers.take()?.wake()
        await turn()
      }
      rebase(Math.max(target, now()), speed)
    }),
    scale: (next) => rebase(now(), next),
    freeze: () => rebase(now(), 0),
    reset() {
      rebase(hostNow() + origin.drift, origin.factor)
      wakeDue()
    },
    state: () => ({ kind: 'scaled', now: new Date(now()).toISOString(), scale: speed, sleeping: sleepers.size }),
    next: () => sleepers.next?.at,
  }
}

/**
 * Turns of the event loop without news after which a World counts as idle. In-process work runs in microtasks and needs
 * one; the second is for a stream that hands its last chunk over in a turn of its own.
 */
const IDLE_TURNS = 2
/** Looks in one turn of the event loop. */
const LOOKS = 32

type Later = (look: () => void) => void

const nextTurn: Later = (look) => void setImmediate(look)

/** Between two immediates of one turn all microtasks run, so several looks share a turn, which costs ten times what a look does. */
function nextLook(): Later {
  const asked: (() => void)[] = []
  let left = 0
  const next = () => {
    left--
    asked.shift()?.()
  }
  return (look) => {
    asked.push(look)
    if (left === 0) for (; left < LOOKS; left++) setImmediate(next)
  }
}

/**
 * Virtual time: it stands still while anything happens and jumps to the next sleeper when nothing does, so a fifteen-second
 * token renewal takes microseconds and cannot drift. `inMicrotasks`: whatever happens in this World does so in microtasks, or
 * holds time with `during`; then nobody has to be given turns of the event loop.
 */
export function virtualClock(start: number, { inMicrotasks = false }: { inMicrotasks?: boolean | undefined } = {}): AdjustableClock {
  const [later, enough] = inMicrotasks ? [nextLook(), 1] : [nextTurn, IDLE_TURNS]
  const sleepers = new Sleepers()
  let now = start
  let holds = 0
  let frozen = false
  let jumping = false
  /** No jump goes past it: while somebody advances the clock, what sleeps longer goes on sleeping. */
  let horizon = Number.POSITIVE_INFINITY
  let waiting: (() => void)[] = []

  const idle = () =>
    new Promise<void>((resolve) => {
      let quiet = 0
      const look = () => {
        if (holds > 0) {
          quiet = 0
          waiting.push(() => later(look))
        } else if (++quiet === enough) resolve()
        else later(look)
      }
      later(look)
    })
  const due = () => sleepers.next !== undefined && sleepers.next.at <= horizon && !(frozen && horizon === Number.POSITIVE_INFINITY)
  async function jump() {
    await idle()
    while (sleepers.next && due()) {
      now = Math.max(now, sleepers.next.at)
      sleepers.take()?.wake()
      await idle()
    }
  }
  const wake = () => {
    if (jumping || frozen) return
    jumping = true
    void jump().finally(() => {
      jumping = false
      if (due()) wake()
    })
  }

  return {
    kind: 'virtual',
    now: () => now,
    ...sleeping(sleepers, () => now, wake),
    async during(work) {
      holds++
      try {
        return await work
      } finally {
        holds--
        if (holds === 0) {
          const released = waiting
          waiting = []
          for (const resolve of released) resolve()
        }
      }
    },
    set(instant) {
      now = instant
      wake()
    },
    advance: inTurn(async (ms) => {
      const target = now + ms
      horizon = Math.min(horizon, target)
      await jump()
      horizon = Number.POSITIVE_INFINITY
      now = Math.max(now, target)
      wake()
    }),
    scale() {
      throw new RangeError('virtual time has no speed: it jumps. Start with a real clock to scale it.')
    },
    freeze() {
      frozen = true
    },
    reset() {
      frozen = false
      now = start
      wake()
    },
    state: () => ({ kind: 'virtual', now: new Date(now).toISOString(), scale: frozen ? 0 : null, sleeping: sleepers.size }),
    next: () => sleepers.next?.at,
  }
}
