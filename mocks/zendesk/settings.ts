import { z } from 'zod'
import { duration, instant, type World } from '../core/index.ts'

/** Requests a minute by plan (documented). */
export const PLANS = { team: 200, growth: 400, professional: 400, enterprise: 700, 'enterprise-plus': 2500 } as const

/** What is unsure, slow or optional about Zendesk. Each line says where its default comes from. */
export const settingsSchema = z.strictObject({
  /** 700 requests a minute is what the recordings show. */
  plan: z.enum(Object.keys(PLANS) as [keyof typeof PLANS, ...(keyof typeof PLANS)[]]).default('enterprise'),
  /** Requests a minute, instead of the plan's. */
  rateLimit: z.int().positive().nullable().default(null),
  /** Limits of single endpoints (documented): 100 ticket updates a minute, 5 updates a minute of one user and so on. */
  endpointLimits: z.boolean().default(true),
  /** User updates a second for the whole account: documented as 1, off because no recording shows it. */
  userUpdatesPerSecond: z.int().positive().nullable().default(null),
  /** How long `POST /oauth/tokens` takes for a renewal, in ms; null: no time. Only the Dynamics page speaks of a delay (R002). */
  tokenLatency: z.strictObject({ min: z.number().nonnegative(), max: z.number().nonnegative() }).nullable().default(null),
  /** `GET /users/me` with a wrong API token: a probe of 2026 was refused, a recording of 2023 shows the anonymous user. */
  wrongApiTokenOnMe: z.enum(['refused', 'anonymous']).default('refused'),
  /** From then on no API token signs in (announced); null: never. */
  apiTokensEndAt: instant.nullable().prefault('2027-04-30T00:00:00Z'),
  /** A subject of more than 255 characters: cut in a report of 2021; unknown today. */
  longSubject: z.enum(['cut', 'refused']).default('cut'),
  /** How many characters a custom text field takes; from memory. */
  customTextLimit: z.int().positive().default(65_536),
  /** A custom text field that is longer: unverified. */
  longCustomText: z.enum(['cut', 'refused']).default('refused'),
  /** An unknown id in `custom_fields`: ignored, from memory. */
  unknownCustomField: z.enum(['ignored', 'refused']).default('ignored'),
  /**
   * A value that is no option of a ticket's drop-down: dropped without a word, by four reports (node-zendesk 132, 2016; zendesk_sdk_ios 370,
   * 2018; zenpy 332 and 420, 2019 and 2020); that one of several options takes the others along is inferred.
   */
  unknownOption: z.enum(['dropped', 'refused']).default('dropped'),
  /** A ticket that goes to a group of which its assignee is no member, where nobody is named: refused as where one is (inferred). */
  regroupedTicket: z.enum(['refused', 'unassigned']).default('refused'),
  /** A ticket whose organization is none of its requester's, which is documented not to be: that it is refused is inferred. */
  foreignOrganization: z.enum(['refused', 'kept']).default('refused'),
  /** How long a new or changed record is unknown to search; the real service takes up to minutes (documented). */
  indexLag: duration.prefault(0),
  /** How long a job waits and works, each, on the World's clock; the recordings show about a second. */
  jobQueued: duration.prefault('1s'),
  jobWorking: duration.prefault('1s'),
  /** The last minute that incremental exports never return (documented). */
  incrementalFloor: duration.prefault('1m'),
  /** How long an upload token lives: 60 min in the documentation, three days in a recording of 2024. */
  uploadTokenLifetime: duration.prefault('3d'),
  /** Bytes of an upload; 50 MB, from memory. The edge itself takes no body above this. */
  uploadLimit: z
    .int()
    .positive()
    .default(50 * 1024 * 1024),
  /** `Idempotency-Key` is remembered for so long (documented). */
  idempotencyWindow: duration.prefault('2h'),
  /** `real`: a webhook's receiver gets a real request; `off`: attempts are recorded and nothing is sent. */
  webhookDelivery: z.enum(['real', 'off']).default('real'),
  /** How long a receiver may take, in ms of the host's time (12 s documented). */
  webhookTimeout: z.int().positive().default(12_000),
})

export type Settings = z.infer<typeof settingsSchema>

export const settingsOf = (world: World): Settings => world.settings.zendesk as Settings
