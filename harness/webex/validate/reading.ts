import { own } from '../../../mocks/core/own.ts'
import type { Node } from '../expressions/parse.ts'
import { parseTemplate } from '../expressions/template.ts'
import { ExpressionError } from '../expressions/value.ts'
import type { Activity } from '../format.ts'
import { outputsOf, pairsOf, settingsOf } from '../properties.ts'

/** What an activity's text is for. */
export type Use = 'condition' | 'speech' | 'request' | 'pop' | 'value'

/** A text of an activity that has expressions in it. */
export interface Reading {
  use: Use
  /** Name of the property that it stands in. */
  where: string
  text: string
  /** What its expressions name: `CustomerID`, `GetCase.httpStatusCode`. */
  names: readonly string[]
}

const USES: Readonly<Record<string, Use>> = {
  'condition-activity': 'condition',
  'case-statement': 'condition',
  'play-message': 'speech',
  'ivr-menu': 'speech',
  'ivr-collectdigits': 'speech',
  'http-request-v2': 'request',
  'screen-pop': 'pop',
}

const known = new WeakMap<Activity, readonly Reading[]>()

/** Every text of an activity with an expression in it, wherever in its properties it stands. */
export function readingsOf(activity: Activity): readonly Reading[] {
  const before = known.get(activity)
  if (before) return before
  const found = look(activity)
  known.set(activity, found)
  return found
}

function look(activity: Activity): Reading[] {
  const found: Reading[] = []
  const into = (value: unknown, where: string): void => {
    if (typeof value === 'string') {
      if (value.includes('{{')) found.push({ use: own(USES, activity.type) ?? 'value', where, text: value, names: namesIn(value) })
    } else if (Array.isArray(value)) for (const one of value) into(one, where)
    else if (value !== null && typeof value === 'object') for (const [key, one] of Object.entries(value)) into(one, where === '' ? key : `${where}.${key}`)
  }
  into(activity.properties, '')
  // What is parsed may be named without braces.
  const { inputVariable } = activity.properties
  if (activity.type === 'parse-activity' && typeof inputVariable === 'string' && /^\w+(\.\w+)?$/.test(inputVariable))
    found.push({ use: 'value', where: 'inputVariable', text: inputVariable, names: [inputVariable] })
  return found
}

const names = new WeakMap<Activity, readonly string[]>()

/** Everything that an activity's expressions name. */
export function readNames(activity: Activity): readonly string[] {
  const before = names.get(activity)
  if (before) return before
  const all = [...new Set(readingsOf(activity).flatMap((reading) => reading.names))]
  names.set(activity, all)
  return all
}

/** Names in the expressions of a text. */
export const namesIn = (text: string): string[] => [...new Set(expressionsIn(text).flatMap(namesOf))]

/** The expressions of a text; none where they cannot be parsed, which is said elsewhere. */
export function expressionsIn(text: string): Node[] {
  try {
    return parseTemplate(text).flatMap((part) => ('expression' in part ? [part.expression] : []))
  } catch (error) {
    if (error instanceof ExpressionError) return []
    throw error
  }
}

/** `Activity.output` is one name; of anything deeper its first two words tell whose it is. */
function namesOf(node: Node): string[] {
  if (node.kind === 'name') return [node.name]
  if (node.kind === 'member' && node.of.kind === 'name' && node.member.kind === 'literal') return [`${node.of.name}.${String(node.member.value)}`]
  return partsOf(node).flatMap(namesOf)
}

/** The nodes directly inside a node. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return []
    case 'member':
      return [node.of, node.member]
    case 'list':
      return node.items
    case 'map':
      return node.entries.flat()
    case 'filter':
      return [node.of, ...node.arguments.plain, ...Object.values(node.arguments.named)]
    case 'call':
      return [...node.arguments.plain, ...Object.values(node.arguments.named)]
    case 'test':
    case 'not':
    case 'minus':
      return [node.of]
    case 'binary':
      return [node.left, node.right]
    case 'choice':
      return [node.if, node.then, node.else]
  }
}

/** Variables that an activity may set. */
export function setsOf(activity: Activity): string[] {
  const own = settingsOf(activity).flatMap(({ srcVariable }) => (typeof srcVariable === 'string' && srcVariable !== '' ? [srcVariable] : []))
  return [...own, ...outputsOf(activity).map(({ variable }) => variable)]
}

/** What takes values out of an answer. */
export const readsAnswers = ({ type }: Activity): boolean => type === 'http-request-v2' || type === 'parse-activity'
export const isRequest = ({ type }: Activity): boolean => type === 'http-request-v2'
export const isDecision = ({ type }: Activity): boolean => type === 'condition-activity' || type === 'case-statement'

/** Path and query as they stand in the flow. */
export const requestPath = (activity: Activity): string => {
  const { httpRequestPath, httpRequestUrl } = activity.properties
  const own = String(httpRequestPath ?? httpRequestUrl ?? '')
  const query = (pairsOf(activity, 'httpQueryParameters') ?? []).map(([key, value]) => `${key}=${value}`)
  return query.length === 0 ? own : `${own}${own.includes('?') ? '&' : '?'}${query.join('&')}`
}

export const methodOf = ({ properties }: Activity): string => String(properties.httpRequestMethod ?? 'GET').toUpperCase()
