import type { Words } from '../i18n/words.ts'

/** What each key does; the letters are the same in every language, so that a class can be told them. */
export const KEYS: readonly (readonly [keyof Words['help']['keys'], readonly string[]])[] = [
  ['help', ['?']],
  ['play', ['p']],
  ['step', ['.']],
  ['speeds', ['1', '2', '3']],
  ['answer', ['a']],
  ['hold', ['h']],
  ['hangUp', ['x']],
  ['contactHangsUp', ['c']],
  ['finish', ['f']],
  ['next', ['n']],
  ['expire', ['e']],
  ['views', ['d', 'u', 'k']],
]
