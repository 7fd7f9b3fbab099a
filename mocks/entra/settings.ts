import { z } from 'zod'
import { duration, type World } from '../core/index.ts'

const span = z.strictObject({ min: duration, max: duration }).refine(({ min, max }) => min <= max, { message: 'expected min to be no more than max' })

const MINUTE = 60_000
const DAY = 86_400_000

/** What is slow, unsure or optional about Entra ID. Durations are milliseconds, or text such as `90s`. */
export const settingsSchema = z
  .strictObject({
    /** What a client waits whose last access token in this World has expired (rule R001, stated). Its first sign-in does not wait. */
    tokenLatency: span.default({ min: 9000, max: 15_000 }),
    /** Access and id tokens live between 60 and 90 minutes, drawn for each (documented). */
    tokenLifetime: span.default({ min: 60 * MINUTE, max: 90 * MINUTE }),
    /** `iat` and `nbf` lie this far before the moment of issue (inferred from a recorded v1 answer, whose not_before does). */
    tokenBackdating: duration.default(5 * MINUTE),
    codeLifetime: duration.default(10 * MINUTE),
    refreshLifetime: duration.default(90 * DAY),
    /** Refresh tokens of a redirect URI that is registered for a single-page application (documented). */
    spaRefreshLifetime: duration.default(DAY),
    deviceCodeLifetime: duration.default(15 * MINUTE),
    /** How often a device may ask (documented: 5 s). */
    deviceCodeInterval: duration.default(5000),
    /** Who decides on /authorize: a person on the page, or nobody (for tests without a browser; simulator-defined). */
    consent: z.enum(['ask', 'allow', 'deny']).default('ask'),
    /** Status of the page that says why nobody can sign in (inferred). */
    errorPageStatus: z.int().min(200).max(599).default(200),
    /** The `x-ms-ests-server` header. */
    server: z.string().default('2.1.24200.6 - WEULR1 ProdSlices'),
  })
  .prefault({})

export type EntraSettings = z.infer<typeof settingsSchema>

export const settingsOf = (world: World): EntraSettings => world.settings.entra as EntraSettings
