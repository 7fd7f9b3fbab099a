import type { Fault } from '../faults.ts'
import type { Mock } from '../mock.ts'
import { didYouMean } from '../nearest.ts'

/** As operations see it: HEAD is a GET. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Why a fault would never strike: it names a system, an operation or a method that there is not. undefined: it may. `*` is taken at its word. */
export function neverStrikes({ mock, operation, method }: Fault['when'], mocks: readonly Mock[]): { message: string; expected: string } | undefined {
  const names = mocks.map(({ name }) => name)
  const asked = mocks.filter(({ name }) => mock === undefined || mock.includes('*') || same(name, mock))
  const operations = [...new Set([...asked.flatMap((one) => one.operations.map(({ name }) => name)), 'unrouted'])]
  return unknown('mock', mock, names) ?? unknown('operation', operation, operations) ?? unknown('method', method, METHODS)
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

function unknown(member: string, value: string | undefined, known: readonly string[]) {
  if (value === undefined || value.includes('*') || known.some((one) => same(one, value))) return undefined
  return { message: `when.${member}: there is no "${value}".${didYouMean(value, known)}`, expected: `one of ${known.slice(0, MOST_NAMED).join(', ')}` }
}

const MOST_NAMED = 20
