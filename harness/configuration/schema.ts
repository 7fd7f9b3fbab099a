import { z } from 'zod'

/**
 * A CRM configuration in the words of the pages where CXone users make it. Shape only: what a rule says about it
 * (limits, lower case, URLs) is checked in the files beside this one, each with the rule's number.
 */
const text = z.string().min(1)

export const channels = ['Digital Contact', 'Voice Call Contact', 'Script Variable'] as const

const fieldMapping = z.strictObject({ channel: z.enum(channels), data: text })

const mapping = z.strictObject({
  name: text,
  description: z.string().optional(),
  entities: z.record(text, z.record(text, fieldMapping)),
})

const dynamicMapping = z.strictObject({
  name: text,
  description: z.string().optional(),
  entities: z.record(text, z.array(text)),
})

const dynamicsAuthentication = z.strictObject({
  name: text,
  url: text,
  scope: text,
  tenantId: text,
  clientId: text,
  clientSecret: text,
})

const zendeskAuthentication = z.strictObject({
  name: text,
  subdomain: text,
  clientId: text,
  clientSecret: text,
  appId: z.string().optional(),
  organizationId: z.string().optional(),
  marketplaceName: z.string().optional(),
})

/** The published actions; an array of one-key objects, in the order in which the script runs. */
const scriptAction = z.union([
  z.strictObject({ SNIPPET: z.record(z.string(), z.unknown()) }),
  z.strictObject({ ASSIGN: z.strictObject({ variable: text, value: z.string(), screenPop: z.boolean().default(true) }) }),
  z.strictObject({
    'WORKFLOW EXECUTE': z.strictObject({
      workflow: text,
      payload: text,
      dynamicData: text.optional(),
      /** Simulator-defined: create only when the search before found nothing. */
      when: z.enum(['always', 'nothing found']).default('always'),
      /** Pins the record that a Create workflow made (R069). */
      pin: z.boolean().default(false),
    }),
  }),
  z.strictObject({
    'AGENT WORKFLOW CONFIGURATION': z.strictObject({
      dataMemorialization: text.optional(),
      search: text.optional(),
      timeline: text.optional(),
    }),
  }),
])

const common = {
  name: text,
  description: z.string().optional(),
  /** The CRM account that the configuration was authorised with: disabled or deleted, it takes the configuration with it (R005). */
  systemUser: z.strictObject({ name: text, dedicated: z.boolean().default(true) }).optional(),
  dataMemorialization: z.array(mapping).default([]),
  dynamicData: z.array(dynamicMapping).default([]),
  studioScript: z.array(scriptAction).default([]),
}

export const crmConfigurationSchema = z.discriminatedUnion('integrationType', [
  z.strictObject({
    integrationType: z.literal('Microsoft Dynamics 365'),
    ...common,
    authentication: dynamicsAuthentication,
    external_screenpop_domain_md: text,
  }),
  z.strictObject({
    integrationType: z.literal('Zendesk'),
    ...common,
    authentication: zendeskAuthentication,
    external_screenpop_domain_zen: text.optional(),
  }),
])

export type CrmConfiguration = z.infer<typeof crmConfigurationSchema>
export type DynamicsConfiguration = Extract<CrmConfiguration, { integrationType: 'Microsoft Dynamics 365' }>
export type ZendeskConfiguration = Extract<CrmConfiguration, { integrationType: 'Zendesk' }>
export type ScriptAction = CrmConfiguration['studioScript'][number]
