import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Remark } from '../documents/open-yaml.ts'
import type { CrmConfiguration } from './schema.ts'

/** A6: one page calls them Integrations, the other Configurations; either word is understood on either. */
const words: Record<CrmConfiguration['integrationType'], string> = { 'Microsoft Dynamics 365': 'Integrations', Zendesk: 'Configurations' }

const canonical = (crm: CrmConfiguration['integrationType'], permission: string): string =>
  permission.trim().replace(/^(integrations|configurations)(?= )/i, words[crm])

/** R004, R020, R044: what whoever made the configuration may do. Nothing is said of one whose maker is not named. */
export function checkPermissions(configuration: CrmConfiguration): Remark[] {
  const { integrationType: crm, madeBy } = configuration
  if (!madeBy) return []
  const page = words[crm]
  const known = [`${page} Create`, `${page} Edit`, 'Data Memorialization Create', 'Dynamic Data Create']
  const held = new Set(madeBy.permissions.map((permission) => canonical(crm, permission).toLowerCase()))
  const who = madeBy.name ?? 'Whoever made it'
  const lacks = (path: Remark['path'], rule: string, what: string, ...needed: string[]): Remark[] => {
    const missing = needed.filter((permission) => !held.has(permission.toLowerCase()))
    if (missing.length === 0) return []
    const named = missing.map((one) => `"${one}"`).join(' and ')
    const message = `${who} may not make ${what} (403): the ${missing.length === 1 ? `permission ${named} is` : `permissions ${named} are`} missing.`
    return [{ path, key: true, rule, severity: 'error', message, mend: `Give ${missing.join(' and ')} to their role, and write it under madeBy.permissions.` }]
  }
  const unknown = madeBy.permissions.flatMap((permission, index): Remark[] =>
    known.some((one) => one.toLowerCase() === canonical(crm, permission).toLowerCase())
      ? []
      : [
          {
            path: ['madeBy', 'permissions', index],
            rule: 'R004',
            severity: 'warning',
            message: `"${permission}" is no permission of ${crm} configurations.${didYouMean(permission, known)}`,
            mend: `These are: ${known.join(', ')}.`,
          },
        ],
  )
  return [
    ...unknown,
    ...lacks(['madeBy', 'permissions'], 'R004', `a configuration for ${crm}`, `${page} Create`),
    ...(configuration.dataMemorialization.length > 0
      ? lacks(['dataMemorialization'], 'R020', 'data memorialization mappings', `${page} Edit`, 'Data Memorialization Create')
      : []),
    ...(configuration.dynamicData.length > 0 ? lacks(['dynamicData'], 'R044', 'dynamic data mappings', `${page} Edit`, 'Dynamic Data Create') : []),
  ]
}
