import { randomBytes, randomInt } from 'node:crypto'
import { Recent } from './recent.ts'

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
  /** `pattern` with a hexadecimal digit for each `#`; those that stand together are drawn as `hex` draws them. At most 1000 characters. */
  hexIn(pattern: string): string
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
/** The two digits of every byte. */
const HIGH = Uint8Array.from({ length: 256 }, (_, byte) => (byte >> 4).toString(16).charCodeAt(0))
const LOW = Uint8Array.from({ length: 256 }, (_, byte) => (byte & 15).toString(16).charCodeAt(0))
const LETTERS = Buffer.from(ALPHABET)
const DASH = 45

/** Writes four digits: the lower half of a number. */
function four(at: number, number: number): void {
  const [high, low] = [(number >>> 8) & 255, number & 255]
  scratch[at] = HIGH[high] as number
  scratch[at + 1] = LOW[high] as number
  scratch[at + 2] = HIGH[low] as number
  scratch[at + 3] = LOW[low] as number
}

function eight(at: number, number: number): void {
  four(at, number >>> 16)
  four(at + 4, number)
}

interface Template {
  bytes: Uint8Array
  /** Where a draw goes, and how many of its eight digits. */
  draws: readonly { at: number; length: number }[]
}

/** Patterns are few. */
const templates = new Recent<string, Template>(100)
const templateOf = (pattern: string): Template => ({
  bytes: Buffer.from(pattern, 'latin1'),
  draws: [...pattern.matchAll(/#{1,8}/g)].map(({ index, 0: { length } }) => ({ at: index, length })),
})

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
      for (let at = 0; at < length; at += 8) eight(at, bits())
      return scratch.toString('latin1', 0, length)
    },
    hexIn(pattern) {
      const { bytes, draws } = templates.get(pattern) ?? templates.set(pattern, templateOf(pattern))
      scratch.set(bytes)
      for (const { at, length } of draws) {
        eight(at, bits())
        for (let behind = at + length; behind < at + 8; behind++) scratch[behind] = bytes[behind] as number
      }
      return scratch.toString('latin1', 0, pattern.length)
    },
    text(length) {
      if (length > scratch.length) return random.text(scratch.length) + random.text(length - scratch.length)
      for (let at = 0; at < length; at++) scratch[at] = LETTERS[bits() >>> 26] as number
      return scratch.toString('latin1', 0, length)
    },
    guid() {
      eight(0, bits())
      const second = bits()
      four(9, second >>> 16)
      four(14, (second & 0x0fff) | 0x4000)
      const third = bits()
      four(19, ((third >>> 16) & 0x3fff) | 0x8000)
      four(24, third)
      eight(28, bits())
      scratch[8] = scratch[13] = scratch[18] = scratch[23] = DASH
      return scratch.toString('latin1', 0, 36)
    },
    stream: (label) => seededRandom(hash32(label, hash32(String(seed)))),
  }
  return random
}
