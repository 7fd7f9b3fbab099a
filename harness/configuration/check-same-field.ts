import type { Remark } from '../documents/open-yaml.ts'
import { chosenMappingNames } from './actions.ts'
import { fieldName } from './field-name.ts'
import type { CrmConfiguration } from './schema.ts'

/**
 * R021, R031: of the mappings that the script chooses, no two write different data into one field for the same contact. The
 * later one would win wherever it has something to write. Script variables come with contacts of either channel.
 */
export function checkSameField(configuration: CrmConfiguration): Remark[] {
  const chosen = new Set(chosenMappingNames(configuration, 'dataMemorialization'))
  const targets = configuration.dataMemorialization.flatMap(({ name, entities }, index) =>
    chosen.has(name)
      ? Object.entries(entities).flatMap(([entity, fields]) => Object.entries(fields).map(([field, from]) => ({ name, index, entity, field, ...from })))
      : [],
  )
  return targets.flatMap((target, i): Remark[] => {
    const before = targets.slice(0, i).findLast((other) => meets(other, target))
    if (!before) return []
    const { index, entity, field, data } = target
    const message = `"${before.name}" maps "${before.data}" to ${entity}.${field} as well: of a contact that has both, "${data}" is written.`
    return [
      {
        path: ['dataMemorialization', index, 'entities', entity, field],
        key: true,
        rule: 'R021',
        severity: 'warning',
        message,
        mend: 'Map one of them to another field, or leave one out.',
      },
    ]
  })
}

interface Target {
  index: number
  entity: string
  field: string
  channel: string
  data: string
}

const meets = (a: Target, b: Target): boolean =>
  a.index !== b.index &&
  a.entity === b.entity &&
  fieldName(a.field) === fieldName(b.field) &&
  (a.channel === b.channel ? a.data !== b.data : a.channel === 'Script Variable' || b.channel === 'Script Variable')
