import type { Remark } from '../documents/open-yaml.ts'
import { checkActive } from './active.ts'
import { checkAuthentication } from './check-authentication.ts'
import { checkDynamicData, type DynamicDataLimits } from './check-dynamic-data.ts'
import { checkIdle } from './check-idle.ts'
import { checkMapping } from './check-mapping.ts'
import { checkNames } from './check-names.ts'
import { checkPermissions } from './check-permissions.ts'
import { checkSameField } from './check-same-field.ts'
import { checkScript } from './check-script.ts'
import type { CrmConfiguration } from './schema.ts'

/** What the rules say about a configuration beyond its shape. Pure; one file a group of rules. */
export type Check = (configuration: CrmConfiguration, readings?: Readings) => Remark[]

/** How the rules are read where the sources disagree; the profiles choose. */
export interface Readings {
  dynamicData?: DynamicDataLimits
  /** A5: the workflows that the published pages name, or those that newer help names too. */
  workflows?: 'published' | 'newest'
}

export const checks: readonly Check[] = [
  checkAuthentication,
  checkPermissions,
  checkActive,
  checkNames,
  checkMapping,
  checkSameField,
  (configuration, readings) => checkDynamicData(configuration, readings?.dynamicData),
  checkScript,
  (configuration, readings) => checkIdle(configuration, readings?.workflows),
]
