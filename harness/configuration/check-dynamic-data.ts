import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Remark } from '../documents/open-yaml.ts'
import { fieldProblem } from './check-field.ts'
import { creationsIn } from './created.ts'
import { isCustomColumn, isTextColumn, recordWord, standardEntities } from './entities.ts'
import type { CrmConfiguration } from './schema.ts'

/** A1: the Dynamics page allows five text fields and three others (R048, R049), and in another place five in all (R050). */
export type DynamicDataLimits = '5+3' | 'strict5'

const MOST = 5
const MOST_TEXT = 5
const MOST_OTHER = 3

/** R045, R046, R048-R051: how many fields a record type may show, and of which types. */
export function checkDynamicData(configuration: CrmConfiguration, limits: DynamicDataLimits = '5+3'): Remark[] {
  const crm = configuration.integrationType
  const entities = standardEntities[crm] ?? []
  const made = new Set(creationsIn(configuration).flatMap(({ record, custom }) => (custom ? [record] : [])))
  return configuration.dynamicData.flatMap((mapping, index) =>
    Object.entries(mapping.entities).flatMap(([entity, fields]) => {
      const at = ['dynamicData', index, 'entities', entity]
      const remarks: Remark[] = []
      const tooMany = (rule: string, place: number, message: string) =>
        remarks.push({ path: [...at, place], rule, severity: 'error', message, mend: 'Leave out what agents need least.' })
      if (!entities.includes(entity) && !made.has(entity.toLowerCase())) {
        const message = `"${entity}" is not a standard ${recordWord(crm)} type of ${crm}, which is what Search workflows retrieve, and no Custom Create workflow of the script makes it.${didYouMean(entity, entities)}`
        remarks.push({
          path: at,
          key: true,
          rule: isCustomColumn(entity) ? 'R047' : 'R046',
          severity: 'warning',
          message,
          mend: `Remove it, or make such ${recordWord(crm)}s with Create Custom Record (R047).`,
        })
      }
      fields.forEach((field, place) => {
        const stranger = fieldProblem(crm, entity, field)
        if (stranger) remarks.push({ path: [...at, place], rule: 'R045', severity: 'warning', ...stranger })
        if (fields.indexOf(field) < place)
          remarks.push({ path: [...at, place], severity: 'warning', message: `"${field}" is listed twice.`, mend: 'Remove one of them.' })
      })
      if (crm === 'Zendesk') {
        if (fields.length > MOST) tooMany('R051', MOST, `${entity} shows ${fields.length} fields; Zendesk allows ${MOST} per record type.`)
        return remarks
      }
      const places = fields.map((name, place) => ({ place, text: isTextColumn(name) }))
      const sixthText = places.filter(({ text }) => text)[MOST_TEXT]
      const fourthOther = places.filter(({ text }) => !text)[MOST_OTHER]
      if (sixthText) tooMany('R048', sixthText.place, `${entity} shows more than ${MOST_TEXT} text fields: "${fields[sixthText.place]}" is one too many.`)
      if (fourthOther)
        tooMany('R049', fourthOther.place, `${entity} shows more than ${MOST_OTHER} fields that are not text: "${fields[fourthOther.place]}" is one too many.`)
      if (limits === 'strict5' && fields.length > MOST)
        tooMany('R050', MOST, `${entity} shows ${fields.length} fields; the strict reading allows ${MOST} in all.`)
      return remarks
    }),
  )
}
