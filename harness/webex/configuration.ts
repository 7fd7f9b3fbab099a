import { z } from 'zod'

/** How a connector signs its requests; the words are those of Control Hub's connector page where it has them. */
const authentication = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('OAuth 2.0'),
    tokenUrl: z.string().min(1),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    scope: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('Basic'), username: z.string().min(1), password: z.string() }),
  z.strictObject({ type: z.literal('Bearer'), token: z.string().min(1) }),
  z.strictObject({ type: z.literal('No Authentication') }),
])

const connector = z.strictObject({
  name: z.string().min(1),
  /** The connector's id in the flow (`connectorId`), or its name; a connector without one serves every id that no other has. */
  id: z.string().min(1).optional(),
  /** What the request path of an activity is put behind. */
  baseUrl: z.string().min(1),
  authentication: authentication.default({ type: 'No Authentication' }),
})

/** What the sources leave open about flows, by name, with the default that a play uses. */
export const flowSettings = z.strictObject({
  /** Characters of a prompt that are spoken in a second; simulator-defined, as the vendor names no figure. */
  speech: z.number().positive().default(15),
  /**
   * Where a request goes that got no answer and has no `error` link drawn: `default`, with the variables as they were
   * (source: the published templates, whose request activities have that outcome only), or `OnGlobalError`.
   */
  unanswered: z.enum(['default', 'OnGlobalError']).default('default'),
  /** A DTMF digit stops a prompt that is interruptible, and counts for the menu after it. */
  bargeIn: z.boolean().default(true),
  /** A8: what "strip the + country code" takes away before the look-up: the + alone, as the published flow does, or the code as well. */
  callerNumber: z.enum(['plus', 'country code']).default('plus'),
  /** Opens the page that a screen pop leads to, as the agent's browser would. */
  openPops: z.boolean().default(true),
})
export type FlowSettings = z.infer<typeof flowSettings>

/** The part of a CRM configuration that a Webex flow needs. */
export const webexConfiguration = z.strictObject({
  /** The exported flow, relative to the configuration's file. */
  flow: z.string().min(1),
  /** When none is named, one that reaches the CRM with the configuration's own authentication. */
  connectors: z.array(connector).default([]),
  /** Defaults of flow variables that differ from those in the export: what one adapts after an import (R081). */
  variables: z.record(z.string(), z.string()).default({}),
  /** Global variables of the tenant that the flow uses and an export does not declare: `Global_Language`. */
  globals: z.record(z.string(), z.string()).default({}),
  settings: flowSettings.prefault({}),
})
export type WebexConfiguration = z.infer<typeof webexConfiguration>
export type Connector = z.infer<typeof connector>
export type ConnectorAuthentication = z.infer<typeof authentication>
