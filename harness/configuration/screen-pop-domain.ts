import type { CrmConfiguration } from './schema.ts'

/** What screen pops begin with, without a slash behind it: external_screenpop_domain_md (R016); external_screenpop_domain_zen where it is given, else the subdomain (R017). */
export const screenPopDomain = (configuration: CrmConfiguration): string =>
  (configuration.integrationType === 'Zendesk'
    ? (configuration.external_screenpop_domain_zen ?? configuration.authentication.subdomain)
    : configuration.external_screenpop_domain_md
  ).replace(/\/+$/, '')
