import type { World } from '../../core/index.ts'

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** `CAS-01213-P8B3X0`: a counter from 01000 and a suffix of letter and digit in turn (recorded, six samples). */
export function caseNumber(world: World): string {
  const counter = world.store.sequence('dynamics.cases', 1000)
  const random = world.random('dynamics.cases')
  const suffix = [0, 1, 2].map(() => LETTERS[random.int(0, LETTERS.length - 1)] + String(random.int(0, 9))).join('')
  return `CAS-${String(counter).padStart(5, '0')}-${suffix}`
}
