import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { probeSchema } from './probe.ts'
import type { Shape } from './shape.ts'

const shapeSchema: z.ZodType<Shape> = z.lazy(() => z.union([z.string(), z.null(), z.array(shapeSchema), z.record(z.string(), shapeSchema)]))

/** What a system answered to each probe, redacted: the forms of headers and body, no content. */
export const fixtureSchema = z.strictObject({
  version: z.literal(1),
  system: z.enum(['entra', 'dynamics', 'zendesk']),
  /** The day, in UTC. */
  recorded: z.string(),
  exchanges: z.array(
    z.strictObject({
      probe: probeSchema,
      answer: z.strictObject({ status: z.int(), headers: z.record(z.string(), z.string()), body: shapeSchema }),
    }),
  ),
})
export type Fixture = z.infer<typeof fixtureSchema>
export type Answered = Fixture['exchanges'][number]

export class FixtureError extends Error {
  override name = 'FixtureError'
}

/** Throws a FixtureError that says what of the file is not as `rehearsal record` writes it. */
export function readFixture(file: string): Fixture {
  let data: unknown
  try {
    data = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new FixtureError(
      code === 'ENOENT' ? `There is no fixture ${file}. Make one: rehearsal record --target URL --out ${file}` : `${file} cannot be read: ${message}`,
    )
  }
  const read = fixtureSchema.safeParse(data)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new FixtureError(`${file} is no fixture of "rehearsal record": ${issue?.path.join('.') || 'the whole file'}: ${issue?.message}.`)
}
