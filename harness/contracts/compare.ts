import type { Answered } from './fixture.ts'
import type { Shape } from './shape.ts'

/** Something in which two answers to one probe differ. */
export interface Drift {
  probe: string
  /** `status`, `header retry-after`, `body $.value[0].fullname` */
  where: string
  /** What the real organisation answered, and what the stand-in does. */
  real: string
  fake: string
}

/** Status, headers, ordered members and types. */
export function driftBetween(real: Answered, fake: Answered): Drift[] {
  const { name, own } = real.probe
  const found: Omit<Drift, 'probe'>[] = []
  if (real.answer.status !== fake.answer.status) found.push({ where: 'status', real: String(real.answer.status), fake: String(fake.answer.status) })
  found.push(...headers(real.answer.headers, fake.answer.headers))
  // Bodies of unlike answers have nothing to do with each other.
  if (real.answer.status === fake.answer.status) found.push(...bodies(real.answer.body, fake.answer.body, '$', own))
  return found.map((one) => ({ probe: name, ...one }))
}

type Found = Omit<Drift, 'probe'>[]

/** Whose members an account defines for itself. */
const OWN = new Set(['user_fields', 'organization_fields', 'custom_fields', 'fields'])

function headers(real: Record<string, string>, fake: Record<string, string>): Found {
  const names = [...new Set([...Object.keys(real), ...Object.keys(fake)])].sort()
  return names.flatMap((name) =>
    real[name] === fake[name] ? [] : [{ where: `header ${name}`, real: real[name] ?? 'not there', fake: fake[name] ?? 'not there' }],
  )
}

function bodies(real: Shape, fake: Shape, at: string, own: boolean): Found {
  // What a record of theirs leaves empty, a record of ours may fill: nothing to see.
  if ((real === null || fake === null) && real !== fake) return own || at === '$' ? [{ where: `body ${at}`, real: kind(real), fake: kind(fake) }] : []
  if (Array.isArray(real) && Array.isArray(fake)) {
    const [first, second] = [real[0], fake[0]]
    return first === undefined || second === undefined ? [] : bodies(first, second, `${at}[0]`, own)
  }
  if (isMembers(real) && isMembers(fake)) return members(real, fake, at, own)
  return real === fake ? [] : [{ where: `body ${at}`, real: kind(real), fake: kind(fake) }]
}

function members(real: Record<string, Shape>, fake: Record<string, Shape>, at: string, own: boolean): Found {
  // Whether there is a next page is a question of how many records there are.
  const few = [real.value, fake.value].some((list) => Array.isArray(list) && list.length === 0)
  const counts = (name: string) => !(few && name === '@odata.nextLink')
  const missing = Object.keys(real).filter((name) => !(name in fake) && counts(name))
  const extra = Object.keys(fake).filter((name) => !(name in real) && counts(name))
  const shared = Object.keys(real).filter((name) => name in fake)
  const order = Object.keys(fake).filter((name) => name in real)
  const inOrder = shared.every((name, i) => name === order[i])
  return [
    ...missing.map((name) => ({ where: `body ${at}.${name}`, real: kind(real[name] ?? null), fake: 'not there' })),
    ...extra.map((name) => ({ where: `body ${at}.${name}`, real: 'not there', fake: kind(fake[name] ?? null) })),
    ...(inOrder ? [] : [{ where: `body ${at}, order of members`, real: shared.join(', '), fake: order.join(', ') }]),
    ...shared.filter((name) => !OWN.has(name)).flatMap((name) => bodies(real[name] ?? null, fake[name] ?? null, `${at}.${name}`, own)),
  ]
}

const isMembers = (shape: Shape): shape is Record<string, Shape> => shape !== null && typeof shape === 'object' && !Array.isArray(shape)

const kind = (shape: Shape): string => (shape === null ? 'null' : Array.isArray(shape) ? 'a list' : typeof shape === 'object' ? 'an object' : shape)
