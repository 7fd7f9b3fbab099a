import type { AdjustableClock } from '../clock.ts'
import { DURATION_FORM, parseDuration } from '../duration.ts'
import { didYouMean } from '../nearest.ts'
import { instantOf, LATEST } from '../schema.ts'
import { ControlError } from './answers.ts'

/** What may be asked of a clock, exactly one at a time. */
type ClockCommand = { set: number } | { advance: number } | { scale: number } | { freeze: true } | { reset: true }

const COMMANDS = ['set', 'advance', 'scale', 'freeze', 'reset']
const EXPECTED = 'one of {"set":"2026-03-01T08:00:00Z"}, {"advance":"2h"}, {"scale":10}, {"freeze":true}, {"reset":true}'
const FASTEST = 100_000

export function readClockCommand(body: Record<string, unknown>): ClockCommand {
  const bad = (message: string): never => {
    throw new ControlError(400, message, { expected: EXPECTED, got: body })
  }
  const [key, ...more] = Object.keys(body)
  if (key === undefined) return bad('The body says nothing to do.')
  if (!COMMANDS.includes(key)) return bad(`"${key}" is nothing that a clock can do.${didYouMean(key, COMMANDS)}`)
  if (more.length > 0) return bad(`One thing at a time, please: the body asks for ${[key, ...more].join(' and ')}.`)
  const value = body[key]
  switch (key) {
    case 'set': {
      const at = typeof value === 'string' ? instantOf(value) : undefined
      return at === undefined ? bad('"set" takes an instant in RFC 3339, with a zone.') : { set: at }
    }
    case 'advance': {
      const ms = typeof value === 'string' ? parseDuration(value) : undefined
      return ms === undefined ? bad(`"advance" takes ${DURATION_FORM}.`) : { advance: ms }
    }
    case 'scale':
      if (value === 0) return bad('"scale" 0 would stop the clock: say {"freeze":true}.')
      return typeof value === 'number' && value > 0 && value <= FASTEST ? { scale: value } : bad(`"scale" takes a number above 0, ${FASTEST} at most.`)
    default:
      if (value !== true) return bad(`"${key}" takes true.${key === 'freeze' ? ' To go on, set a scale, such as {"scale":1}.' : ''}`)
      return key === 'freeze' ? { freeze: true } : { reset: true }
  }
}

export async function command(clock: AdjustableClock, wanted: ClockCommand): Promise<void> {
  if ('set' in wanted) clock.set(wanted.set)
  else if ('advance' in wanted) {
    if (clock.now() + wanted.advance > LATEST) throw new ControlError(400, 'That is after the year 9999.', { expected: EXPECTED })
    await clock.advance(wanted.advance)
  } else if ('scale' in wanted) {
    if (clock.kind === 'virtual') throw new ControlError(409, 'Virtual time has no speed: it jumps. Start with a real clock to scale it.')
    clock.scale(wanted.scale)
  } else if ('freeze' in wanted) clock.freeze()
  else clock.reset()
}
