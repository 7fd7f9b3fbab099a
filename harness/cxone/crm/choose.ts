import type { CountryCode } from 'libphonenumber-js'
import type { CrmConfiguration } from '../../configuration/schema.ts'
import type { CrmClient, TooLong } from './client.ts'
import { dynamicsClient } from './dynamics.ts'
import type { Line } from './line.ts'
import { zendeskClient } from './zendesk.ts'

export interface ClientOptions {
  /** Where the identity provider of Dynamics answers. */
  authority?: string | undefined
  tooLong?: TooLong | undefined
  region?: CountryCode | undefined
}

/** The client of the CRM that a configuration is for. */
export function crmClient(
  configuration: CrmConfiguration,
  line: Line,
  { authority = 'https://login.microsoftonline.com', tooLong = 'cut', region }: ClientOptions = {},
): CrmClient {
  const regional = region === undefined ? {} : { region }
  return configuration.integrationType === 'Zendesk'
    ? zendeskClient(configuration, line, regional)
    : dynamicsClient(configuration, line, { authority: authority.replace(/\/+$/, ''), tooLong, ...regional })
}
