import { z } from 'zod'
import { webexConfiguration } from '../webex/configuration.ts'

/**
 * A CRM configuration in the words of the pages where CXone users make it. Shape only: what a rule says about it
 * (limits, lower case, URLs) is checked in the files beside this one, each with the rule's number.
 */
const text = z.string().min(1)

/** Text that may be left blank, or have nothing at all behind its name (R010, R014). */
const optionalText = z.string().nullish()

export const channels = ['Digital Contact', 'Voice Call Contact', 'Script Variable'] as const

const fieldMapping = z.strictObject({ channel: z.enum(channels), data: text })

/** What the mapping is known by to agent applications; absent: it follows from the name. */
const id = text.optional()

const mapping = z.strictObject({
  id,
  name: text,
  description: optionalText,
  entities: z.record(text, z.record(text, fieldMapping)),
})

const dynamicMapping = z.strictObject({
  id,
  name: text,
  description: optionalText,
  entities: z.record(text, z.array(text)),
})

/** R015: what was clicked when the CRM asked whether it may be connected to. Absent: Allow. */
const consent = z.enum(['Allow', 'Deny']).optional()

const dynamicsAuthentication = z.strictObject({
  name: text,
  consent,
  url: text,
  scope: text,
  tenantId: text,
  clientId: text,
  clientSecret: text,
})

const zendeskAuthentication = z.strictObject({
  name: text,
  consent,
  subdomain: text,
  clientId: text,
  clientSecret: text,
  appId: optionalText,
  organizationId: optionalText,
  marketplaceName: optionalText,
})

const execution = {
  /** Its name or its ID (R065). */
  workflow: text,
  /** The configuration that the workflow belongs to: this one (R019). */
  configurationId: id,
  dynamicData: text.optional(),
  /** Simulator-defined: create only when the search before found nothing. */
  when: z.enum(['always', 'nothing found']).default('always'),
  /** Pins the record that a Create workflow made (R069). */
  pin: z.boolean().default(false),
}

/** The published actions; an array of one-key objects, in the order in which the script runs. */
const scriptAction = z.union([
  z.strictObject({ SNIPPET: z.record(z.string(), z.unknown()) }),
  z.strictObject({ ASSIGN: z.strictObject({ variable: text, value: z.string(), screenPop: z.boolean().default(true) }) }),
  z.strictObject({ 'WORKFLOW EXECUTE': z.strictObject({ ...execution, payload: text }) }),
  /** The vendor's page on it is not public: that it carries the payload itself is stated (R054), the form is simulator-defined. */
  z.strictObject({ 'ENHANCED WORKFLOW EXECUTE': z.strictObject({ ...execution, payload: z.record(z.string(), z.unknown()) }) }),
  /** Names are the vendor's and case counts in them; the latest of one name is kept. */
  z.strictObject({ 'CUSTOM EVENT': z.strictObject({ name: text, data: z.string().default('') }) }),
  z.strictObject({
    'AGENT WORKFLOW CONFIGURATION': z.strictObject({
      dataMemorialization: z.union([text, z.strictObject({ configurationId: id, workflow: id, mapping: text })]).optional(),
      search: z.union([text, z.strictObject({ configurationId: id, workflow: id, mapping: text.optional() })]).optional(),
      timeline: z.union([text, z.strictObject({ configurationId: id, workflow: text })]).optional(),
    }),
  }),
])

const common = {
  /** Configuration ID (R019); absent: one that follows from type and name. */
  id,
  name: text,
  description: optionalText,
  /** R018: inactive until it is saved. Absent: active. */
  status: z.enum(['active', 'inactive']).optional(),
  /** Who made it in the contact centre, and what they may do there (R004, R020, R044). Absent: an administrator. */
  madeBy: z.strictObject({ name: text.optional(), permissions: z.array(text) }).optional(),
  /** Workflow IDs by name (R065), where they are known; the others follow from the configuration's ID. */
  workflows: z.record(text, text).optional(),
  /** The CRM account that the configuration was authorised with: disabled or deleted, it takes the configuration with it (R005). */
  systemUser: z.strictObject({ name: text, dedicated: z.boolean().default(true) }).optional(),
  dataMemorialization: z.array(mapping).default([]),
  dynamicData: z.array(dynamicMapping).default([]),
  studioScript: z.array(scriptAction).default([]),
  /** The calls are those of a Webex flow, which is then what is rehearsed. */
  webex: webexConfiguration.optional(),
}

export const integrationTypes = ['Microsoft Dynamics 365', 'Zendesk'] as const

export const crmConfigurationSchema = z.discriminatedUnion('integrationType', [
  z.strictObject({
    integrationType: z.literal(integrationTypes[0]),
    ...common,
    authentication: dynamicsAuthentication,
    external_screenpop_domain_md: text,
  }),
  z.strictObject({
    integrationType: z.literal(integrationTypes[1]),
    ...common,
    authentication: zendeskAuthentication,
    external_screenpop_domain_zen: text.optional(),
  }),
])

export type CrmConfiguration = z.infer<typeof crmConfigurationSchema>
export type DynamicsConfiguration = Extract<CrmConfiguration, { integrationType: 'Microsoft Dynamics 365' }>
export type ZendeskConfiguration = Extract<CrmConfiguration, { integrationType: 'Zendesk' }>
export type ScriptAction = CrmConfiguration['studioScript'][number]
