import type { Remark } from '../documents/open-yaml.ts'
import type { CrmConfiguration } from './schema.ts'

/**
 * Why nothing can be done with a configuration, in one sentence; undefined when it is active (R018). The vendor's list has a
 * `status`; what it says of one that was not saved is simulator-defined.
 */
export function inactive({ name, status, authentication }: CrmConfiguration): string | undefined {
  if (authentication.consent === 'Deny') return `The authentication "${authentication.name}" is not active: consent was denied (R015).`
  return status === 'inactive' ? `The CRM configuration "${name}" is inactive: it was not saved (R018).` : undefined
}

/** An inactive configuration can be read and played; it does nothing. */
export function checkActive(configuration: CrmConfiguration): Remark[] {
  const message = inactive(configuration)
  if (message === undefined) return []
  const denied = configuration.authentication.consent === 'Deny'
  return [
    {
      path: denied ? ['authentication', 'consent'] : ['status'],
      rule: denied ? 'R015' : 'R018',
      severity: 'warning',
      message: `${message} No workflow runs with it.`,
      mend: denied ? 'Make the authentication again, and click Allow.' : 'Save it: write "status: active", or leave the line out.',
    },
  ]
}
