import { z } from 'zod'
import type { Mock } from '../../mocks/core/mock.ts'
import { didYouMean } from '../../mocks/core/nearest.ts'
import { namesAt } from '../../mocks/core/schema/names.ts'
import type { SandboxOptions } from '../sandbox.ts'
import { describe } from '../scenario/complain.ts'

const OPTIONS: Readonly<Record<keyof SandboxOptions, true>> = {
  seed: true,
  clock: true,
  start: true,
  scale: true,
  name: true,
  strictWorlds: true,
  generate: true,
  settings: true,
  latency: true,
  plant: true,
  listen: true,
  tls: true,
  data: true,
  onDataTrouble: true,
  configurations: true,
}

/** What types say to some and nobody to others: a test in JavaScript gets what it asked for, or hears why not. Throws a RangeError. */
export function checkOptions(options: SandboxOptions): void {
  const { seed = 0, clock = 'virtual', scale = 1, latency } = options
  const { generate = {}, listen } = options
  const unknown =
    unknownOption('createSandbox', options, OPTIONS) ??
    unknownOption('generate', generate, { contacts: true, cases: true }) ??
    unknownOption('listen', typeof listen === 'object' ? listen : {}, { port: true, host: true, token: true })
  if (unknown !== undefined) throw new RangeError(unknown)
  if (clock !== 'virtual' && clock !== 'real') throw new RangeError(`clock: ${JSON.stringify(clock)} is none; write virtual or real.`)
  if (!wholeSeed(seed)) throw new RangeError(`seed: ${String(seed)} is no whole number from 0 on.`)
  if (!(scale > 0 && Number.isFinite(scale))) throw new RangeError(`scale: ${String(scale)} is no number above 0; sandbox.clock.freeze() stops the clock.`)
  if (latency && !(latency.min >= 0 && latency.min <= latency.max && Number.isFinite(latency.max)))
    throw new RangeError(`latency: ${JSON.stringify(latency)} is no range of milliseconds; write { min: 40, max: 160 }.`)
}

/** That a function of ours, `of`, has no such option; undefined where it has them all. */
export function unknownOption(of: string, given: object, known: object): string | undefined {
  const name = Object.keys(given).find((one) => !Object.hasOwn(known, one))
  return name === undefined ? undefined : `${of} has no option "${name}".${didYouMean(name, Object.keys(known))}`
}

export const wholeSeed = (seed: number): boolean => Number.isSafeInteger(seed) && seed >= 0

/** The systems that `settings` or `plant` names are there. Throws a RangeError. */
export function checkSystems(what: 'settings' | 'plant', given: object, systems: readonly string[]): void {
  for (const name of Object.keys(given))
    if (!systems.includes(name)) throw new RangeError(`${what}: there is no system "${name}".${didYouMean(name, systems)} Known: ${systems.join(', ')}.`)
}

/** Runs `make`; a setting or a member of a seed that its system does not take becomes a RangeError that says which and why. `place`: what its issues stand in. */
export function legibly<T>(mocks: readonly Mock[], make: () => T, place: readonly string[] = []): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw new RangeError(error.issues.map((issue) => sentence({ ...issue, path: [...place, ...issue.path] }, mocks)).join('\n'))
  }
}

/** `settings.dynamics: "shape" is not known here. Did you mean "tokenShape"?` */
function sentence(issue: z.core.$ZodIssue, mocks: readonly Mock[]): string {
  const [what, system, ...place] = issue.path
  const mock = mocks.find(({ name }) => name === system)
  const schema = mock && z.toJSONSchema(what === 'settings' ? mock.settings : mock.seed, { io: 'input', unrepresentable: 'any' })
  const { message, mend = '' } = describe(issue, schema ? namesAt(schema, place) : [])
  // How a wrong kind is mended is said of YAML, and this is JavaScript.
  return `${issue.path.map(String).join('.')}: ${message} ${issue.code === 'invalid_type' ? '' : mend}`.trimEnd()
}
