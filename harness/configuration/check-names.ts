import type { Remark } from '../documents/open-yaml.ts'
import type { CrmConfiguration } from './schema.ts'
import { mappingId } from './workflows.ts'

/** R041, R042, R052: a mapping has a name; what a script chooses by it, and an agent application by ID, is one mapping. */
export const checkNames = (configuration: CrmConfiguration): Remark[] => [
  ...blank(configuration, 'dataMemorialization', 'R041'),
  ...blank(configuration, 'dynamicData', 'R052'),
  ...twice(configuration, 'dataMemorialization', 'R042', 'data'),
  ...twice(configuration, 'dynamicData', 'R052', 'dynamic data'),
]

const blank = (configuration: CrmConfiguration, member: 'dataMemorialization' | 'dynamicData', rule: string): Remark[] =>
  configuration[member].flatMap(({ name }, index): Remark[] =>
    name.trim() === ''
      ? [{ path: [member, index, 'name'], rule, severity: 'error', message: `"${member}.${index}.name" is blank.`, mend: 'Give the mapping a name.' }]
      : [],
  )

function twice(configuration: CrmConfiguration, member: 'dataMemorialization' | 'dynamicData', rule: string, kind: 'data' | 'dynamic data'): Remark[] {
  const mappings: readonly { id?: string | undefined; name: string }[] = configuration[member]
  const error = (index: number, what: 'name' | 'id', value: string): Remark => ({
    path: [member, index, what],
    rule,
    severity: 'error',
    message: `Two mappings of ${member} have the ${what} "${value}": who names it could mean either.`,
    mend: `Give each ${what === 'name' ? 'a name' : 'an ID'} of its own.`,
  })
  const ids = mappings.map((mapping) => mappingId(configuration, kind, mapping))
  return mappings.flatMap(({ name }, index) => {
    if (mappings.findIndex((other) => other.name === name) < index) return [error(index, 'name', name)]
    return ids.indexOf(ids[index] as string) < index ? [error(index, 'id', ids[index] as string)] : []
  })
}
