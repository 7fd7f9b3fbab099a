import { z } from 'zod'
import { duration, type World } from '../core/index.ts'

export const settings = z.strictObject({
  /**
   * A GUID in quotes in a filter: `lenient` compares it, `strict` refuses it as incompatible types. Reports say that the
   * service refuses; Cisco's own collection sends it. Inferred.
   */
  quotedGuids: z.enum(['lenient', 'strict']).default('lenient'),
  /** Rows on a page when the client names no number; also the most it may name (documented). */
  pageSize: z.int().positive().max(5000).default(5000),
  /** `$count` stops counting here (documented). */
  countLimit: z.int().positive().default(5000),
  /** Rows that `$apply` and an aggregating fetch may read (documented). */
  aggregateLimit: z.int().positive().default(50_000),
  /** What an expanded collection of an entity set answers: its rows (v9.2), or none and a link (recorded on v9.0 and v9.1). */
  expandedCollections: z.enum(['rows', 'links']).default('rows'),
  /** How long the service works on a request, on the World's clock: what execution time and concurrency are measured by. */
  requestDuration: z.strictObject({ min: duration.default(0), max: duration.default(0) }).prefault({}),
  /** How long a system job (BulkDelete) runs on the World's clock (inferred). */
  jobDuration: z.strictObject({ min: duration.default(5000), max: duration.default(30_000) }).prefault({}),
  /** Applications (client ids) that an administrator blocks from this environment: 403 0x80095ffc, whatever their user may do. */
  blockedApplications: z.array(z.guid().transform((text) => text.toLowerCase())).default([]),
  /**
   * What makes two rows of a table duplicates: lists of columns that must all be equal, case and outer blanks aside. The
   * default is the rules that are published in a new organisation (documented); no rule compares an empty column.
   */
  duplicateRules: z
    .record(z.string(), z.array(z.array(z.string()).min(1)))
    .default({ account: [['name']], contact: [['emailaddress1']], lead: [['emailaddress1']] }),
  /** Service protection, per user (documented); `enforced: false` for load tests. */
  serviceProtection: z
    .strictObject({
      enforced: z.boolean().default(true),
      requests: z.int().positive().default(6000),
      window: duration.default(300_000),
      executionTime: duration.default(1_200_000),
      concurrent: z.int().positive().default(52),
    })
    .prefault({}),
})

export type DynamicsSettings = z.infer<typeof settings>

export const settingsOf = (world: World): DynamicsSettings => world.settings.dynamics as DynamicsSettings
