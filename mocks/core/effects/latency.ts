import { z } from 'zod'
import type { Random } from '../random.ts'
import { duration } from '../schema.ts'
import type { EffectKind } from './effect.ts'

const parameters = z
  .strictObject({
    kind: z.literal('latency'),
    /** Always this long; with `max`, anything between both. Beside another distribution: the bounds. */
    min: duration.optional(),
    max: duration.optional(),
    /** A normal distribution. */
    mean: duration.optional(),
    deviation: duration.optional(),
    /** A long tail (log-normal): half of the answers are quicker than `median`, one in a hundred is slower than `p99`. */
    median: duration.optional(),
    p99: duration.optional(),
  })
  .superRefine(({ min, max, mean, deviation, median, p99 }, context) => {
    const wrong = (message: string) => context.addIssue({ code: 'custom', message })
    if ((mean === undefined) !== (deviation === undefined)) wrong('mean and deviation go together: {"mean":"200ms","deviation":"50ms"}')
    if ((median === undefined) !== (p99 === undefined)) wrong('median and p99 go together: {"median":"80ms","p99":"2s"}')
    if (mean !== undefined && median !== undefined) wrong('choose one distribution: mean and deviation, or median and p99')
    if (mean === undefined && median === undefined && min === undefined) wrong('say how long: min; min and max; mean and deviation; or median and p99')
    if (median !== undefined && p99 !== undefined && (median <= 0 || p99 < median)) wrong('median is above 0, and p99 is not below it')
    if (min !== undefined && max !== undefined && max < min) wrong('max is not below min')
  })
type Latency = z.infer<typeof parameters>

/** Two uniform numbers make a normal one (Box and Muller). */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
/** So many deviations above the middle of a normal distribution lies its 99th percentile. */
const Z99 = 2.3263

/** How long an answer takes, in ms. */
export function drawn({ min, max, mean, deviation, median, p99 }: Latency, random: Random): number {
  const within = (ms: number) => Math.min(Math.max(ms, min ?? 0), max ?? Number.POSITIVE_INFINITY)
  if (mean !== undefined && deviation !== undefined) return within(mean + deviation * normal(random))
  if (median !== undefined && p99 !== undefined) return within(median * Math.exp((Math.log(p99 / median) / Z99) * normal(random)))
  return max === undefined ? (min ?? 0) : random.uniform(min ?? 0, max)
}

/** Answers late on the World's clock. */
export const latency = {
  parameters,
  async before({ parameters, world, random }) {
    await world.clock.sleep(drawn(parameters, random))
    return undefined
  },
} satisfies EffectKind<Latency>
