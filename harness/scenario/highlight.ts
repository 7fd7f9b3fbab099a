import { formatDuration } from '../../mocks/core/duration.ts'
import { counted, figure } from '../../mocks/core/figure.ts'
import { isWrite } from '../../mocks/core/meaning.ts'
import { fieldWrites } from '../rules/mapped.ts'
import { duesOf, type Evidence, exchangesOf, noticesOf } from './expect/evidence.ts'
import { formatOffset } from './time.ts'

/** One line that says what is worth saying about a play, the rarest thing first. */
export function highlight(evidence: Evidence): string {
  return (
    [disabled, lost, renewed, withheld, written, popped, changed, searched].map((say) => say(evidence)).find((said) => said !== undefined) ??
    'nothing reached the CRM'
  )
}

type Say = (evidence: Evidence) => string | undefined

const disabled: Say = (evidence) => {
  const told = noticesOf(evidence, 'failed')[0]
  return told && `failure reported: ${told.notice.what}${told.notice.status ? ` (${told.notice.status})` : ''}`
}

const lost: Say = (evidence) => {
  const told = noticesOf(evidence, 'lost')[0]?.notice
  return told && `${figure(told.sent - told.kept)} of ${figure(told.sent)} ${told.unit} lost, and reported`
}

const renewed: Say = (evidence) => {
  const renewals = exchangesOf(evidence).filter(({ exchange }) => exchange.actions.some((action) => action.kind === 'signed-in' && action.renewal && action.ok))
  const first = renewals[0]?.exchange
  if (!first) return undefined
  const dues = duesOf(evidence).length
  return `${renewals.length === 1 ? 'token renewed once' : `token renewed ${renewals.length} times`}, ${formatDuration(first.until - first.at)}${dues > 1 ? `; ${dues} contacts written` : ''}`
}

const withheld: Say = (evidence) => {
  const due = duesOf(evidence).find((one) => one.withheld.length > 0)
  return due && `${due.withheld.length} fields withheld`
}

const written: Say = (evidence) => {
  const dues = duesOf(evidence)
  const due = dues[0]
  const write = due && exchangesOf(evidence).find(({ exchange }) => exchange.at >= due.at && fieldWrites(exchange).some((one) => one.ok))
  if (!due || !write) return undefined
  const more = dues.length > 1 ? `, ${dues.length} contacts` : ''
  return `${formatOffset(due.at - evidence.from)} finished → ${formatOffset(Math.ceil((write.exchange.until - evidence.from) / 1000) * 1000)} written${more}`
}

const popped: Say = (evidence) => {
  const pops = noticesOf(evidence, 'popped').length
  const made = exchangesOf(evidence).flatMap(({ exchange }) =>
    exchange.actions.filter((action) => isWrite(action) && action.kind === 'created' && action.ok),
  ).length
  if (pops === 0 && made === 0) return undefined
  return [made > 0 && `${counted(made, 'record')} created`, pops > 0 && `${pops} popped`].filter(Boolean).join(', ')
}

const changed: Say = (evidence) => {
  const count = exchangesOf(evidence).flatMap(({ exchange }) =>
    exchange.actions.filter(({ kind, ok }) => (kind === 'updated' || kind === 'deleted') && ok),
  ).length
  return count > 0 ? `${counted(count, 'record')} changed` : undefined
}

const searched: Say = (evidence) => {
  const searches = exchangesOf(evidence).flatMap(({ exchange }) => exchange.actions.filter((action) => action.kind === 'searched'))
  return searches.length > 0 ? `${searches.length} searched, nothing written` : undefined
}
