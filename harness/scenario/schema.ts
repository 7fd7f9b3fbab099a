import { z } from 'zod'
import { faultSchema } from '../../mocks/core/faults.ts'
import { duration, instant } from '../../mocks/core/schema.ts'
import type { centreSettings } from '../contact-centre/settings.ts'
import { isZone } from '../contact-centre/zone.ts'
import { crms } from './crm/words.ts'
import { expectationNames, expectations } from './expect/index.ts'
import { offset } from './time.ts'
import { verbNames, verbs } from './verbs/index.ts'

const text = z.string().min(1)

const contact = z.strictObject({
  name: text,
  phone: z.string().default('').describe('As it stands in the CRM and as it calls, in any notation; empty: unknown'),
  email: text.optional(),
  calls: z.string().optional().describe('The number it calls from, where that is spelt otherwise than in the CRM; empty: withheld'),
  inCrm: z.boolean().default(true).describe('false: the CRM does not know this contact'),
})

const skill = z.strictObject({
  name: text,
  phone: text.optional(),
  acw: z.boolean().default(true).describe('After-call work follows a call'),
  acwTimeout: duration.optional().describe('After-call work ends by itself after so long'),
  screenPops: z.boolean().default(true).describe('"Use Screen Pops" is ticked on the skill (R034)'),
  dispositionRequired: z.boolean().default(false).describe('No dismissal and no end of after-call work without a disposition'),
})

const given = z.strictObject({
  start: instant.prefault('2026-11-20T08:00:00Z').describe('The clock when the scenario begins'),
  contacts: z.array(contact).default([]),
  cases: z
    .array(z.strictObject({ title: text, contact: text, created: instant.optional().describe('When it was made; just before the scenario, unless said') }))
    .default([])
    .describe('Cases that the CRM has of these contacts'),
  customTables: z
    .record(z.string().regex(/^[a-z][a-z0-9]{1,7}_\w+$/, "expected a publisher's prefix: new_vehicle"), z.array(text))
    .default({})
    .describe('Tables that somebody added to Dynamics, each with its text columns'),
  agents: z.array(z.strictObject({ name: text, id: text.optional(), phone: text.optional() })).default([]),
  skills: z.array(skill).default([]),
  systemUser: z
    .strictObject({ privileges: z.array(z.string().regex(/^prv[A-Z]\w+$/, 'expected a privilege such as prvReadContact')) })
    .optional()
    .describe("The integration's account in Dynamics is no administrator and may do this only"),
  token: z
    .enum(['fresh', 'expired', 'none'])
    .default('fresh')
    .describe('The integration signed in shortly before; signed in yesterday and its token has died; never signed in'),
  settings: z
    .strictObject({
      entra: z.record(z.string(), z.unknown()).optional(),
      dynamics: z.record(z.string(), z.unknown()).optional(),
      zendesk: z.record(z.string(), z.unknown()).optional(),
      contactCentre: z
        .strictObject({
          contactEndsFirst: z.enum(['both', 'digital']).optional(),
          outboundDnis: z.enum(['dialled', 'agent']).optional(),
          digitalTrigger: z.enum(['dismissed', 'closed']).optional(),
          timeZone: z
            .string()
            .refine(isZone, 'expected a time zone such as Europe/Berlin')
            .optional()
            .describe("The tenant's, in which a contact's startTime is told; UTC unless said"),
        })
        .optional(),
    })
    .default({}),
  faults: z.array(faultSchema).default([]),
  delivery: z.enum(['once', 'twice']).default('once').describe('twice: every event is handed over twice, as queues do that promise at least once'),
  times: z.int().positive().max(1000).default(1).describe('So many copies side by side, each with contacts and agents of its own'),
})

const step = z
  .strictObject({
    at: offset.optional(),
    after: duration.optional(),
    impossible: z.boolean().optional().describe('The contact centre must refuse this step'),
    ...(Object.fromEntries(verbNames.map((name) => [name, (verbs[name] as (typeof verbs)[string]).args.optional()])) as Record<
      string,
      z.ZodOptional<z.ZodType>
    >),
  })
  .superRefine((value, context) => {
    const done = verbNames.filter((name) => (value as Record<string, unknown>)[name] !== undefined)
    if (done.length !== 1) {
      const message =
        done.length === 0
          ? 'a step needs one thing that somebody does, such as agent.answers'
          : `a step is one thing, here are ${done.length}: ${done.join(', ')}`
      context.addIssue({ code: 'custom', message })
    }
    if (value.at !== undefined && value.after !== undefined)
      context.addIssue({ code: 'custom', message: 'a step has "at" or "after", not both', path: ['after'] })
  })

const expectation = z
  .strictObject(
    Object.fromEntries(expectationNames.map((name) => [name, (expectations[name] as (typeof expectations)[string]).args.optional()])) as Record<
      string,
      z.ZodOptional<z.ZodType>
    >,
  )
  .superRefine((value, context) => {
    const named = expectationNames.filter((name) => (value as Record<string, unknown>)[name] !== undefined)
    if (named.length !== 1) context.addIssue({ code: 'custom', message: `an expectation is one of ${expectationNames.join(', ')}` })
  })

/** A scenario as it is written. */
export const scenarioSchema = z.strictObject({
  title: text,
  story: text.optional(),
  rules: z.array(z.string().regex(/^(R\d{3}|A\d{1,2})$/, 'expected a rule such as R024 or an ambiguity such as A12')).default([]),
  source: text.optional(),
  crm: z
    .array(z.enum(crms))
    .min(1)
    .prefault([...crms]),
  profile: z
    .union([text.transform((name) => [name]), z.array(text)])
    .default([])
    .describe('How the sources are read where they disagree: strict5, legacy-closed-trigger ...; this scenario keeps to it whatever the command line says'),
  configuration: text,
  changes: z
    .record(text, z.unknown())
    .default({})
    .describe('What the configuration says otherwise in this scenario, by path: authentication.url, studioScript.0.ASSIGN.variable; null: nothing'),
  given: given.prefault({}),
  steps: z.array(step).default([]).describe('What people do; none where the scenario is about the configuration alone'),
  expect: z.array(expectation).default([]),
})

export type Given = z.infer<typeof given>
export type ContactCentreSettings = z.infer<typeof centreSettings>

let json: Record<string, unknown> | undefined
/** For editors: what may be written, before defaults. */
export const scenarioJsonSchema = (): Record<string, unknown> =>
  (json ??= { ...z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' }), title: 'A scenario of crm-rehearsal' })
