import { didYouMean, nearest } from '../../mocks/core/nearest.ts'
import type { Remark } from '../documents/open-yaml.ts'
import { fieldProblem } from './check-field.ts'
import { isLine, isTextColumn, recordWord, standardEntities } from './entities.ts'
import { digitalFields, voiceFields } from './fields.ts'
import type { CrmConfiguration, ScriptAction } from './schema.ts'

/** R023, R031-R033, R035-R038: data memorialization mappings. */
export function checkMapping(configuration: CrmConfiguration): Remark[] {
  const entities = standardEntities[configuration.integrationType] ?? []
  const assigned = assignedVariables(configuration)
  return configuration.dataMemorialization.flatMap((mapping, index) => {
    const at = ['dataMemorialization', index, 'entities']
    const remarks: Remark[] = []
    const digital = Object.values(mapping.entities).some((fields) => Object.values(fields).some(({ channel }) => channel === 'Digital Contact'))
    for (const [entity, fields] of Object.entries(mapping.entities)) {
      if (!entities.includes(entity)) {
        const message = `"${entity}" is not a standard ${recordWord(configuration.integrationType)} type of ${configuration.integrationType}, which are all that can be memorialized.${didYouMean(entity, entities)}`
        remarks.push({ path: [...at, entity], key: true, rule: 'R023', severity: 'error', message, mend: `Use one of ${entities.join(', ')}.` })
      }
      for (const [field, { channel, data }] of Object.entries(fields)) {
        remarks.push(...checkTarget(configuration.integrationType, entity, field, data, [...at, entity, field]))
        const path = [...at, entity, field, 'data']
        remarks.push(...(channel === 'Script Variable' ? checkVariable(data, path, assigned, digital) : checkField(channel, data, path)))
      }
      const channels = new Set(Object.values(fields).map(({ channel }) => channel))
      if (channels.has('Voice Call Contact') && channels.has('Digital Contact')) {
        const message = `Mapping "${mapping.name}" mixes voice and digital fields on ${entity}.`
        remarks.push({
          path: [...at, entity],
          key: true,
          rule: 'R031',
          severity: 'warning',
          message,
          mend: 'Make two mappings, one for voice and one for digital.',
        })
      }
    }
    return remarks
  })
}

/** R021, R022, R029: the CRM field is there, and takes text, and enough of it. */
function checkTarget(crm: CrmConfiguration['integrationType'], entity: string, field: string, data: string, path: Remark['path']): Remark[] {
  const warning = (rule: string, message: string, mend: string): Remark[] => [{ path, key: true, rule, severity: 'warning', message, mend }]
  const stranger = fieldProblem(crm, entity, field)
  if (stranger) return warning('R021', stranger.message, stranger.mend)
  if (crm === 'Zendesk' && entity === 'ticket' && field === 'description') {
    return warning('R021', 'Zendesk ignores changes of ticket.description: it is the first comment.', 'Map "comment" instead.')
  }
  if (crm !== 'Zendesk' && !isTextColumn(field))
    return warning('R022', `Only text is mapped, and ${entity}.${field} is not a text field.`, 'Choose a text field.')
  if (data === 'Transcription Text' && isLine(crm, field)) {
    return warning(
      'R029',
      `${entity}.${field} is a single line: a transcript does not fit.`,
      `Choose a field with room for it, such as ${crm === 'Zendesk' ? 'comment' : 'description'}.`,
    )
  }
  return []
}

function checkField(channel: 'Voice Call Contact' | 'Digital Contact', data: string, path: Remark['path']): Remark[] {
  const [own, other, rule] = channel === 'Voice Call Contact' ? [voiceFields, digitalFields, 'R038'] : [digitalFields, voiceFields, 'R037']
  if (Object.hasOwn(own, data)) return []
  if (Object.hasOwn(other, data)) {
    const right = channel === 'Voice Call Contact' ? 'Digital Contact' : 'Voice Call Contact'
    return [
      {
        path,
        rule,
        severity: 'error',
        message: `"${data}" is not a field of ${channel}; ${right} has it.`,
        mend: `Change the channel to ${right}, or use a script variable.`,
      },
    ]
  }
  const guess = nearest(data, Object.keys(own))
  const mend = guess ? `Write "${guess}", or use a script variable for anything else.` : `Use a script variable, or one of ${Object.keys(own).join(', ')}.`
  return [{ path, rule: 'R036', severity: 'error', message: `${channel} has no data field "${data}".${didYouMean(data, Object.keys(own))}`, mend }]
}

function checkVariable(data: string, path: Remark['path'], assigned: ReadonlyMap<string, Assigned>, digital: boolean): Remark[] {
  const lower = data.toLowerCase()
  if (data !== lower) {
    return [
      {
        path,
        rule: 'R032',
        severity: 'error',
        message: `The script variable "${data}" is not in lower case, so it never has a value.`,
        mend: `Write "${lower}", however the script spells it.`,
      },
    ]
  }
  const own = assigned.get(lower)
  if (own) {
    if (own.screenPop || digital) return []
    const message = `The ASSIGN action of "${own.variable}" has ScreenPop set to False, so no call brings it along: what it maps stays empty.`
    return [{ path, rule: 'R035', severity: 'warning', message, mend: 'Set screenPop: true on the ASSIGN action, or remove the field.' }]
  }
  const message = `No ASSIGN action of the Studio script sets "${data}".${didYouMean(data, assigned.keys())}`
  return [{ path, rule: 'R033', severity: 'warning', message, mend: 'Add an ASSIGN action for it, or correct the name.' }]
}

type Assigned = Pick<Extract<ScriptAction, { ASSIGN: unknown }>['ASSIGN'], 'variable' | 'screenPop'>

/** Variables that the script sets, by their name in lower case; one that is set twice travels if one of them does. */
export const assignedVariables = (configuration: CrmConfiguration): ReadonlyMap<string, Assigned> => {
  const assigned = new Map<string, Assigned>()
  for (const action of configuration.studioScript) {
    if (!('ASSIGN' in action)) continue
    const { variable, screenPop } = action.ASSIGN
    const name = variable.toLowerCase()
    assigned.set(name, { variable, screenPop: screenPop || (assigned.get(name)?.screenPop ?? false) })
  }
  return assigned
}
