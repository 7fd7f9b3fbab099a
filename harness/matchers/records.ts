import type { CrmAction, RecordKind } from '../../mocks/core/index.ts'
import { nearest } from '../../mocks/core/nearest.ts'
import { isDone } from '../scenario/expect/evidence.ts'
import { type Done, doneIn, told } from './exchanges.ts'
import { includes, type MatcherResult, type MatcherState, shown } from './matcher.ts'

/** A kind of record in neutral words, or the CRM's own word: `case`, `incident`, `ticket`. */
export type RecordWord = RecordKind | (string & {})
export type RecordId = string | number
export type Fields = Record<string, unknown>

type Kind = Exclude<CrmAction['kind'], 'signed-in' | 'other'>
type OfRecord = Extract<CrmAction, { kind: Kind }>

const KINDS: RecordKind[] = ['contact', 'account', 'case', 'lead', 'task', 'phonecall', 'note', 'user', 'other']
const VENDOR_WORDS = ['incident', 'annotation', 'systemuser', 'opportunity', 'ticket', 'organization', 'comment', 'call']

const WORDS: Record<Kind, [noun: string, did: string]> = {
  created: ['creation', 'created'],
  updated: ['update', 'updated'],
  deleted: ['deletion', 'deleted'],
  searched: ['search', 'searched'],
  read: ['reading', 'read'],
}

interface Wanted {
  kinds: readonly Kind[]
  record?: RecordWord | undefined
  /** Of a write: fields it has at least. */
  fields?: Fields | undefined
  /** Of a search: words that its terms hold, or an expression. */
  terms?: string | RegExp | undefined
  id?: RecordId | undefined
}

/** Looks for something that was done, with success; says what was done instead where it was not. */
export function findDone(state: MatcherState, received: unknown, wanted: Wanted): MatcherResult {
  const all = doneIn(received).filter(({ action }) => isOfRecord(action) && wanted.kinds.includes(action.kind))
  known(wanted.record, all)
  const near = all.filter(({ action }) => isAbout(action, wanted.record))
  const found = near.filter((one) => wasDone(one) && fits(state, one.action as OfRecord, wanted))
  return {
    pass: found.length > 0,
    message: () => {
      const what = `${wanted.kinds.map((kind) => WORDS[kind][0]).join(' or ')} of ${wanted.record ?? 'any record'}${details(state, wanted)}`
      if (found.length > 0) return [`Expected no ${what}. There was:`, ...found.map((one) => `  ${line(state, one)}`)].join('\n')
      if (near.length > 0)
        return [`Expected ${article(what)}. There was:`, ...near.flatMap((one) => [`  ${line(state, one)}`, ...why(state, one, wanted)])].join('\n')
      const others = all.length > 0 ? ['Of other records:', ...all.map((one) => `  ${line(state, one)}`)] : elsewhere(received)
      return [`Expected ${article(what)}. There was none.`, ...others].join('\n')
    },
  }
}

const article = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
const isOfRecord = (action: CrmAction): action is OfRecord => action.kind !== 'signed-in' && action.kind !== 'other'
const isAbout = (action: CrmAction, record: RecordWord | undefined) =>
  record === undefined || (isOfRecord(action) && (action.record === record || action.type === record))

function fits(state: MatcherState, action: OfRecord, { fields, terms, id }: Wanted): boolean {
  if (id !== undefined && !isCalled(action, id)) return false
  if (fields !== undefined && !('fields' in action && includes(state, action.fields, fields))) return false
  return terms === undefined || (action.kind === 'searched' && holds(action.terms, terms))
}

/** `search` begins at the beginning, whatever an expression with `g` or `y` has found before. */
const holds = (text: string, terms: string | RegExp) => (typeof terms === 'string' ? text.includes(terms) : text.search(terms) >= 0)

/** Zendesk's ids are numbers where its records are, and a GUID is the same in capitals. */
const isCalled = (action: CrmAction, id: RecordId) => 'id' in action && String(action.id).toLowerCase() === String(id).toLowerCase()

/** A change is done though its answer was lost on the way; what was looked for is not found without one. */
const wasDone = ({ action, exchange }: Done) => action.ok || (action.kind !== 'searched' && action.kind !== 'read' && isDone(exchange, action.ok))

/** A mistyped word would make every `.not` pass. Tables of one's own have a prefix, or were seen. */
function known(record: RecordWord | undefined, all: readonly Done[]): void {
  if (record === undefined) return
  const words = [...KINDS, ...VENDOR_WORDS, ...all.flatMap(({ action }) => (isOfRecord(action) ? [action.type] : []))]
  if (words.includes(record) || record.includes('_')) return
  const guess = nearest(record, words)
  if (guess !== undefined) throw new TypeError(`There is no record "${record}". Did you mean "${guess}"?`)
}

const details = (state: MatcherState, { fields, terms, id }: Wanted) =>
  [
    ...(id === undefined ? [] : [` with the id ${shown(state, id)}`]),
    ...(fields === undefined ? [] : [` with ${shown(state, fields)}`]),
    ...(terms === undefined ? [] : [` for ${shown(state, terms)}`]),
  ].join('')

function line(state: MatcherState, { action, exchange }: Done): string {
  if (!isOfRecord(action)) return told(exchange)
  const tail =
    'fields' in action
      ? ` ${shown(state, action.fields)}`
      : action.kind === 'searched'
        ? ` for ${shown(state, action.terms)}, ${action.found.length} found`
        : ''
  return `${told(exchange)}  ${WORDS[action.kind][1]} ${action.type}${'id' in action && action.id ? ` ${action.id}` : ''}${tail}`
}

/** What keeps this one from being the one that was expected. */
function why(state: MatcherState, { action, exchange }: Done, { fields, id }: Wanted): string[] {
  const refused = wasDone({ action, exchange }) ? [] : [`    it was refused (${exchange.response.status || 'no answer reached the client'})`]
  const other = id !== undefined && 'id' in action && !isCalled(action, id) ? ['    it is another record'] : []
  if (fields === undefined || !('fields' in action)) return [...refused, ...other]
  const differing = Object.entries(fields).filter(([name, value]) => !(name in action.fields) || !includes(state, action.fields[name], value))
  return [
    ...refused,
    ...other,
    ...differing.map(([name, value]) =>
      name in action.fields
        ? `    ${name}: expected ${shown(state, value)}, was ${shown(state, action.fields[name])}`
        : `    ${name}: expected ${shown(state, value)}, was not written`,
    ),
  ]
}

/** Where nothing of the kind happened, what did: often another integration, or none at all. */
function elsewhere(received: unknown): string[] {
  const all = doneIn(received)
  if (all.length === 0) return ['The journal is empty: nothing was asked of any system.']
  return ['What happened:', ...all.slice(-10).map(({ action, exchange }) => `  ${told(exchange)}  ${action.kind}`)]
}
