import { createHash } from 'node:crypto'
import type { Random, World } from '../core/index.ts'

/** Ids are handed out in steps of 128, from a 14-digit number on (recorded 2024). */
const FIRST = 33_144_692_244_371
const STEP = 128

export const nextId = (world: World): number => FIRST + STEP * world.store.sequence('zendesk.id', 0)

/** Takes an id that was chosen, so that it is not handed out: one that came from an account like this is of the same series. */
export function takeId(world: World, id: number): number {
  const next = world.store.sequence('zendesk.id', 0, 0)
  const place = (id - FIRST) / STEP
  if (Number.isInteger(place) && place >= next) world.store.sequence('zendesk.id', 0, place + 1 - next)
  return id
}

/** An id as a client sends it, number or text; null for none, and for what can be none. */
export const readId = (value: unknown): number | null =>
  value === null || value === undefined || value === '' || !Number.isSafeInteger(Number(value)) ? null : Number(value)

/** Takes the next `count` ids at once. */
export const takeIds = (world: World, count: number): void => void world.store.sequence('zendesk.id', 0, count)

/** The `nth` id behind this one. */
export const idAfter = (id: number, nth: number): number => id + STEP * nth

/** The same as `String(id)`, which takes three times as long for numbers of more than 31 bits. */
export function idText(id: number): string {
  const high = Math.floor(id / 1e7)
  const low = id - high * 1e7
  return high < 1 || low < 1e6 ? String(id) : `${high}${low}`
}

/** Tickets have small consecutive numbers of their own. */
export const nextTicketNumber = (world: World): number => world.store.sequence('zendesk.ticket')

/** Takes a number that was chosen, so that it is not handed out. */
export function takeTicketNumber(world: World, number: number): number {
  const next = world.store.sequence('zendesk.ticket', 1, 0)
  if (number >= next) world.store.sequence('zendesk.ticket', 1, number + 1 - next)
  return number
}

/** Derived from the subdomain, so that a World forked from another has the same account. */
export const accountId = (world: World): number =>
  10_000_000 +
  Number.parseInt(
    createHash('md5')
      .update(world.tenancy.zendesk ?? '')
      .digest('hex')
      .slice(0, 6),
    16,
  )

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID: 10 characters of time, 16 of chance. Webhooks and custom object records have them. */
export function ulid(ms: number, random: Random): string {
  let time = ''
  for (let rest = ms, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = CROCKFORD[rest % 32] + time
  let chance = ''
  for (let i = 0; i < 16; i++) chance += CROCKFORD[random.int(0, 31)]
  return time + chance
}
