import { counted } from '../../../mocks/core/figure.ts'
import { fieldName } from '../../configuration/field-name.ts'
import { type Neutral, typeOf } from '../crm/words.ts'
import { type Evidence, fieldsFor, type Judge, noticesOf, type Unmet } from './evidence.ts'

const nothing = (evidence: Evidence, expected: string, happened: string): Unmet[] => [{ at: evidence.until, expected, happened, exchanges: [] }]
const of = (evidence: Evidence, record: Neutral | undefined) => (notice: { record?: { type: string } }) =>
  record === undefined || notice.record?.type === typeOf(evidence.crm, record)

/** The integration told somebody that it failed. */
export const failed: Judge<{ record?: Neutral | undefined; status?: number | undefined; message?: string | undefined }> = (args, evidence) => {
  const told = noticesOf(evidence, 'failed')
  const fitting = told.filter(
    ({ notice }) =>
      of(evidence, args.record)(notice) &&
      (args.status === undefined || notice.status === args.status) &&
      (args.message === undefined || notice.message.toLowerCase().includes(args.message.toLowerCase())),
  )
  if (fitting.length > 0) return []
  const wanted = [args.record && `about a ${args.record}`, args.status && `with status ${args.status}`, args.message && `that says "${args.message}"`].filter(
    Boolean,
  )
  const happened =
    told.length === 0
      ? 'nothing was reported'
      : told.map(({ notice }) => `${notice.what}: ${notice.message}${notice.status ? ` (${notice.status})` : ''}`).join('; ')
  return nothing(evidence, `a failure reported${wanted.length > 0 ? ` ${wanted.join(' ')}` : ''}`, happened)
}

/** The integration told the agent something, in words that hold these. */
export const said: Judge<{ message: string }> = ({ message }, evidence) => {
  const told = noticesOf(evidence, 'information').map(({ notice }) => notice.message)
  if (told.some((text) => text.toLowerCase().includes(message.toLowerCase()))) return []
  return nothing(evidence, `the agent told "${message}"`, told.join('; ') || 'nothing was said')
}

/** The integration said how much of a field's text did not arrive. */
export const lost: Judge<{ field: string; record?: Neutral | undefined }> = ({ field, record }, evidence) => {
  const told = noticesOf(evidence, 'lost').filter(({ notice }) => of(evidence, record)(notice))
  const targets = new Set([
    fieldName(field),
    ...(['contact', 'case', 'account', 'lead'] as const).flatMap((kind) => fieldsFor(evidence, kind, field).map((mapping) => mapping.field)),
  ])
  if (told.some(({ notice }) => targets.has(fieldName(notice.field)) && notice.kept < notice.sent)) return []
  const happened = told.length === 0 ? 'no loss was reported' : `reported for ${told.map(({ notice }) => notice.field).join(', ')}`
  return nothing(evidence, `the loss of ${field} reported`, happened)
}

/** So many records popped up on the agent's screen. */
export const popped: Judge<{ record?: Neutral | undefined; count: number }> = ({ record, count }, evidence) => {
  const told = noticesOf(evidence, 'popped').filter(({ notice }) => of(evidence, record)(notice))
  if (told.length === count) return []
  const expected = count === 0 ? 'no screen pop' : `${counted(count, 'screen pop')}${record ? ` of a ${record}` : ''}`
  return nothing(evidence, expected, told.map(({ notice }) => `${notice.record.type} ${notice.url}`).join(', ') || 'nothing popped')
}

/** So many records are linked when all is over. */
export const linked: Judge<{ record: Neutral; count: number }> = ({ record, count }, evidence) => {
  const now = new Set<string>()
  for (const entry of evidence.trace) {
    if (entry.kind !== 'notice' || (entry.notice.kind !== 'linked' && entry.notice.kind !== 'unlinked')) continue
    const { interaction, record: which } = entry.notice
    if (which.type !== typeOf(evidence.crm, record)) continue
    if (entry.notice.kind === 'linked') now.add(`${interaction} ${which.id}`)
    else now.delete(`${interaction} ${which.id}`)
  }
  return now.size === count ? [] : nothing(evidence, `${counted(count, record)} linked`, `${now.size} linked`)
}
