import type { Random } from '../../mocks/core/random.ts'
import type { Given } from '../scenario/schema.ts'

export type Contact = Given['contacts'][number]

const FIRST = 'Ada Grace Alan Edith Emmy Carl Sofia Max Lise Hedy Kurt Rosa Ida Paul Marie Niels Clara Otto Vera Hans'.split(' ')
const LAST = 'Byron Hopper Turing Clarke Noether Gauss Kowalewski Planck Meitner Lamarr Goedel Franklin Noddack Dirac Curie Bohr Wieck Hahn Rubin Bethe'.split(
  ' ',
)

/** A name that no other number has. */
const nameOf = (number: number): string => {
  const name = `${FIRST[number % FIRST.length]} ${LAST[Math.floor(number / FIRST.length) % LAST.length]}`
  const turn = Math.floor(number / (FIRST.length * LAST.length))
  return turn === 0 ? name : `${name} ${turn + 1}`
}

/** As people and programs write a number; a CRM holds whatever was typed in. */
const SPELT: ((digits: string) => string)[] = [(digits) => `+49${digits}`, (digits) => `+49 ${digits.slice(0, 2)} ${digits.slice(2)}`]

/** A customer with a number of their own; `inCrm`: the CRM has them from the start. */
export function customer(number: number, inCrm: boolean, random: Random): Contact {
  const digits = `30${String(2_000_000 + number)}`
  const calls = random.pick(SPELT)(digits)
  return { name: nameOf(number), phone: random.pick(SPELT)(digits), calls, email: `customer${number}@example.com`, inCrm }
}

/** Who works today. */
export const agents: readonly string[] = Array.from({ length: 30 }, (_, i) => `Agent ${i + 1}`)

/** Takes whoever is free first, and may be asked to wait for them. */
export interface Desks {
  /** Who is free at `at`, or first after it, and when. They are busy until they are freed. */
  take(at: number): { agent: string; at: number }
  free(agent: string, at: number): void
}

export function desks(): Desks {
  const freeFrom = agents.map(() => 0)
  return {
    take(at) {
      const first = Math.min(...freeFrom)
      const best = freeFrom.indexOf(first)
      freeFrom[best] = Number.POSITIVE_INFINITY
      return { agent: agents[best] as string, at: Math.max(at, first) }
    },
    free(agent, at) {
      freeFrom[agents.indexOf(agent)] = at
    },
  }
}
