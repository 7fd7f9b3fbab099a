import { randomBytes, randomInt } from 'node:crypto'

/** Chance from a seed: the same seed gives the same numbers, ids and delays, on every machine. */
export interface Random {
  readonly seed: number
  /** In [0, 1). */
  next(): number
  /** A whole number in [low, high]. */
  int(low: number, high: number): number
  /** A real number in [low, high). */
  uniform(low: number, high: number): number
  pick<T>(items: readonly T[]): T
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string
  /** `length` characters of base64url's alphabet, for tokens and cookies. */
  text(length: number): string
  /** A version 4 GUID in lower case. */
  guid(): string
  /** An independent stream: drawing from it does not disturb this one, so adding a draw in one place changes nothing elsewhere. */
  stream(label: string): Random
}

/** A seed for a run whose user named none. The only chance in the project that does not come from a seed. */
export const hostSeed = (): number => randomInt(1, 2 ** 31)
/** A secret that must not be guessable from a printed seed: the control plane's bearer token. */
export const hostSecret = (): string => randomBytes(24).toString('base64url')

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Digits are put together in bytes and become a text in one step: adding them up one by one makes a tree of texts that somebody must flatten. */
const scratch = Buffer.alloc(1024)
const DIGITS = Buffer.from('0123456789abcdef')
const LETTERS = Buffer.from(ALPHABET)
const DASH = 45

/** Writes the lowest `count` digits of a number. */
function digits(at: number, count: number, number: number): void {
  for (let i = count - 1, rest = number; i >= 0; i--, rest >>>= 4) scratch[at + i] = DIGITS[rest & 15] as number
}

/** FNV-1a: spreads a label over 32 bits. */
export function hash32(text: string, basis = 0x811c9dc5): number {
  let hash = basis
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** sfc32 (C. Doty-Humphrey): small, fast, passes PractRand; seeded through its own first rounds. */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9 ^ seed
  let b = 0x243f6a88 ^ Math.imul(seed, 0x85ebca6b)
  let c = 0xb7e15162 ^ Math.floor(seed / 2 ** 32)
  let d = 1
  const bits = () => {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) bits()

  const random: Random = {
    seed,
    next: () => bits() / 2 ** 32,
    int: (low, high) => low + Math.floor(random.next() * (high - low + 1)),
    uniform: (low, high) => low + random.next() * (high - low),
    pick: (items) => items[Math.floor(random.next() * items.length)] as (typeof items)[number],
    hex(length) {
      if (length > scratch.length) return random.hex(scratch.length) + random.hex(length - scratch.length)
      for (let at = 0; at < length; at += 8) digits(at, 8, bits())
      return scratch.toString('latin1', 0, length)
    },
    text(length) {
      if (length > scratch.length) return random.text(scratch.length) + random.text(length - scratch.length)
      for (let at = 0; at < length; at++) scratch[at] = LETTERS[bits() >>> 26] as number
      return scratch.toString('latin1', 0, length)
    },
    guid() {
      digits(0, 8, bits())
      const second = bits()
      digits(9, 4, second >>> 16)
      digits(14, 4, (second & 0x0fff) | 0x4000)
      const third = bits()
      digits(19, 4, ((third >>> 16) & 0x3fff) | 0x8000)
      digits(24, 4, third)
      digits(28, 8, bits())
      scratch[8] = scratch[13] = scratch[18] = scratch[23] = DASH
      return scratch.toString('latin1', 0, 36)
    },
    stream: (label) => seededRandom(hash32(label, hash32(String(seed)))),
  }
  return random
}
