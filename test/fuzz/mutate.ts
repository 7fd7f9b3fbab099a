import type { Random } from '../../mocks/core/random.ts'

/** What parsers, validators and routers have stumbled over elsewhere. */
const HOSTILE = [
  '\0',
  '\ud800',
  '\u2028',
  'İ',
  '𝕏',
  '%',
  '%00',
  '%zz',
  '%c0%ae',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '../../../etc/passwd',
  '..%2f..%2f',
  'null',
  'NaN',
  '-1',
  '1e999',
  '9'.repeat(40),
  '9007199254740993',
  '"',
  "'",
  '\\',
  '`',
  '$' + '{x}',
  '{{',
  '<!--',
  '<![CDATA[',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&b;',
  '\r\n',
  '\t',
  ' ',
  ',',
  ';',
  ':',
  '=',
  '&',
  '*',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
] as const

/** Repetitions: often few, seldom many. */
const often = (random: Random): number => (random.next() < 0.97 ? random.int(1, 6) : random.int(50, 2000))

function once(text: string, tokens: readonly string[], random: Random): string {
  const from = random.int(0, text.length)
  const to = Math.min(text.length, from + random.int(0, 12))
  const head = text.slice(0, from)
  const span = text.slice(from, to)
  const tail = text.slice(to)
  switch (random.int(0, 8)) {
    case 0:
      return head + tail
    case 1:
      return head + span.repeat(often(random)) + tail
    case 2:
      return head + random.pick(HOSTILE) + span + tail
    case 3:
      return head + random.pick(HOSTILE).repeat(often(random)) + tail
    case 4:
      return head + random.pick(tokens) + tail
    case 5:
      return head + random.pick(tokens) + span + random.pick(tokens) + tail
    case 6:
      return head + String.fromCharCode(random.int(0, random.next() < 0.9 ? 0x7f : 0xffff)) + tail
    case 7:
      return head
    default:
      return tail + head
  }
}

/** Longer inputs say nothing new and are what the limits are for; those have tests of their own. */
const LONGEST = 8000

export interface Grammar {
  /** Sound ones: a mutation that stays close to them gets far into the code. */
  samples: readonly string[]
  /** Words of the language. */
  tokens: readonly string[]
  /** What stands between tokens. */
  between?: string
}

/** A text that is nearly, or hardly, of the language. */
export function mutated({ samples, tokens, between = ' ' }: Grammar, random: Random): string {
  const kind = random.next()
  let text: string
  if (kind < 0.25) text = Array.from({ length: often(random) * 3 }, () => (random.next() < 0.9 ? random.pick(tokens) : random.pick(HOSTILE))).join(between)
  else if (kind < 0.4) {
    const [one, other] = [random.pick(samples), random.pick(samples)]
    text = one.slice(0, random.int(0, one.length)) + other.slice(random.int(0, other.length))
  } else {
    text = random.pick(samples)
    for (let turns = random.int(1, 5); turns > 0; turns--) text = once(text, tokens, random)
  }
  return text.slice(0, LONGEST)
}

/** Any JSON value, with names that are meant and names that harm. */
export function anyJson(names: readonly string[], random: Random, depth = 0): unknown {
  const kind = random.int(0, depth > 4 ? 4 : 7)
  if (kind === 0) return random.pick([null, true, false, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER])
  if (kind <= 2) return random.pick(names)
  if (kind <= 4) return random.pick(HOSTILE).repeat(often(random))
  if (kind === 5) return Array.from({ length: random.int(0, 4) }, () => anyJson(names, random, depth + 1))
  // By JSON, so that `__proto__` becomes a member of its own, as a body's does.
  const members = Array.from({ length: random.int(0, 6) }, () => {
    const name = random.next() < 0.85 ? random.pick(names) : random.pick(HOSTILE)
    return `${JSON.stringify(name)}:${JSON.stringify(anyJson(names, random, depth + 1))}`
  })
  return JSON.parse(`{${members.join(',')}}`)
}

/** A sound value with one member, somewhere in it, replaced, removed or doubled. */
export function spoilt(value: unknown, names: readonly string[], random: Random): unknown {
  if (value === null || typeof value !== 'object' || random.next() < 0.15) return anyJson(names, random, 3)
  if (Array.isArray(value)) {
    const at = random.int(0, value.length)
    const rest = value.slice(at + 1)
    return random.next() < 0.2 ? [...value.slice(0, at), ...rest] : [...value.slice(0, at), spoilt(value[at], names, random), ...rest]
  }
  const members = Object.entries(value)
  const at = random.int(0, members.length)
  const [name, old] = members[at] ?? [random.pick([...names, ...HOSTILE]), null]
  const others = members.filter((_, i) => i !== at).map(([key, member]) => `${JSON.stringify(key)}:${JSON.stringify(member) ?? 'null'}`)
  if (random.next() < 0.1) return JSON.parse(`{${others.join(',')}}`)
  const key = random.next() < 0.1 ? random.pick([...names, ...HOSTILE]) : name
  return JSON.parse(`{${[...others, `${JSON.stringify(key)}:${JSON.stringify(spoilt(old, names, random)) ?? 'null'}`].join(',')}}`)
}

/** Without halves of characters, which an URL cannot carry. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\ufffd')
