import type { Remark } from '../documents/open-yaml.ts'
import { checkAuthentication } from './check-authentication.ts'
import { checkDynamicData } from './check-dynamic-data.ts'
import { checkMapping } from './check-mapping.ts'
import { checkScript } from './check-script.ts'
import type { CrmConfiguration } from './schema.ts'

/** What the rules say about a configuration beyond its shape. Pure; one file a group of rules. */
export type Check = (configuration: CrmConfiguration) => Remark[]

export const checks: readonly Check[] = [checkAuthentication, checkMapping, (configuration) => checkDynamicData(configuration), checkScript]
