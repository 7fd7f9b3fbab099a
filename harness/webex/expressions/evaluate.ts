import { didYouMean } from '../../../mocks/core/nearest.ts'
import type { Call, Given } from './call.ts'
import { filters } from './filters.ts'
import { functions } from './functions.ts'
import { misgiven } from './parameters.ts'
import type { Arguments, BinaryOperator, Node } from './parse.ts'
import { type Part, parseTemplate } from './template.ts'
import { asText, ExpressionError, isMap, kindOf, limits, type Value } from './value.ts'

/** What an expression can see. */
export interface Scope {
  /** A variable, or an activity with its outputs; undefined where there is none of that name. */
  lookup(name: string): Value | undefined
  /** All names, for "did you mean". */
  names(): Iterable<string>
  /** ms since the epoch. */
  now: number
}

interface Work {
  scope: Scope
  spent: number
}

/** A template with every expression worked out. Throws an ExpressionError. */
export function render(source: string, scope: Scope): string {
  const work: Work = { scope, spent: 0 }
  let text = ''
  for (const part of parseTemplate(source)) {
    text += 'text' in part ? part.text : asText(evaluate(part.expression, work))
    if (text.length > limits.text) throw new ExpressionError(`The text grows to more than ${limits.text} characters.`, 'text' in part ? 0 : part.expression.at)
  }
  return text
}

/** What a template is worth: its one expression's own value where it is nothing else, its text otherwise. */
export function worthOf(source: string, scope: Scope): Value {
  const [only, ...others] = parseTemplate(source.trim()) as [Part?, ...Part[]]
  if (!only) return ''
  return others.length === 0 && 'expression' in only ? evaluate(only.expression, { scope, spent: 0 }) : render(source, scope)
}

function spend(work: Work, amount: number, at: number): void {
  work.spent += amount
  if (work.spent > limits.work) throw new ExpressionError('The expression takes more work than any flow should need.', at)
}

function evaluate(node: Node, work: Work): Value {
  spend(work, 1, node.at)
  const value = worth(node, work)
  if (typeof value === 'string' && value.length > limits.text) throw new ExpressionError(`The text grows to more than ${limits.text} characters.`, node.at)
  // What has parts is gone through again by whoever uses it.
  if (typeof value === 'object' && value !== null) spend(work, JSON.stringify(value).length, node.at)
  return value
}

function worth(node: Node, work: Work): Value {
  switch (node.kind) {
    case 'literal':
      return node.value
    case 'name':
      return named(node.name, node.at, work.scope)
    case 'member':
      return memberOf(evaluate(node.of, work), evaluate(node.member, work))
    case 'list':
      return node.items.map((item) => evaluate(item, work))
    case 'map':
      return Object.fromEntries(node.entries.map(([key, value]) => [asText(evaluate(key, work)), evaluate(value, work)]))
    case 'filter': {
      const filter = Object.hasOwn(filters, node.name) ? filters[node.name] : undefined
      if (!filter) throw new ExpressionError(`The filter "${node.name}" is not imitated.${didYouMean(node.name, Object.keys(filters))}`, node.at)
      takes(node)
      const input = evaluate(node.of, work)
      spend(work, typeof input === 'string' ? input.length : 1, node.at)
      return filter(input, argumentsOf(node.arguments, work), callOf(node.at, work))
    }
    case 'call': {
      const called = Object.hasOwn(functions, node.name) ? functions[node.name] : undefined
      if (!called) throw new ExpressionError(`The function "${node.name}" is not imitated.${didYouMean(node.name, Object.keys(functions))}`, node.at)
      takes(node)
      return called(argumentsOf(node.arguments, work), callOf(node.at, work))
    }
    case 'test':
      return tested(node.name, evaluate(node.of, work), node.at) !== node.not
    case 'not':
      return !truth(evaluate(node.of, work), node.at)
    case 'minus':
      return -number(evaluate(node.of, work), node.at)
    case 'choice':
      return evaluate(truth(evaluate(node.if, work), node.at) ? node.then : node.else, work)
    case 'binary': {
      const left = evaluate(node.left, work)
      if (node.operator === 'and' && !truth(left, node.at)) return false
      if (node.operator === 'or' && truth(left, node.at)) return true
      return combine(node.operator, left, evaluate(node.right, work), node.at)
    }
  }
}

function takes({ name, arguments: given, at }: Extract<Node, { kind: 'filter' | 'call' }>): void {
  const wrong = misgiven(name, given)
  if (wrong !== undefined) throw new ExpressionError(wrong, at)
}

const callOf = (at: number, work: Work): Call => ({
  now: work.scope.now,
  spend: (amount) => spend(work, amount, at),
  refuse: (message) => {
    throw new ExpressionError(message, at)
  },
})

const argumentsOf = ({ plain, named }: Arguments, work: Work): Given => ({
  plain: plain.map((node) => evaluate(node, work)),
  named: Object.fromEntries(Object.entries(named).map(([name, node]) => [name, evaluate(node, work)])),
})

function named(name: string, at: number, scope: Scope): Value {
  const value = scope.lookup(name)
  if (value !== undefined) return value
  throw new ExpressionError(`There is no variable "${name}".${didYouMean(name, scope.names())}`, at)
}

/** What is not there is null, as in Pebble. */
function memberOf(of: Value, member: Value): Value {
  if (isMap(of)) return Object.hasOwn(of, String(member)) ? (of[String(member)] as Value) : null
  if (Array.isArray(of)) return /^\d+$/.test(asText(member)) ? ((of[Number(member)] as Value | undefined) ?? null) : null
  return null
}

function truth(value: Value, at: number): boolean {
  if (typeof value === 'boolean') return value
  if (value === null) return false
  throw new ExpressionError(`A condition needs true or false; this is ${kindOf(value)}.`, at)
}

function number(value: Value, at: number, what = 'A sum needs numbers'): number {
  if (typeof value === 'number') return value
  throw new ExpressionError(`${what}; this is ${kindOf(value)}.`, at)
}

/** The tests behind `is`. */
export const tests: readonly string[] = ['null', 'empty', 'defined', 'even', 'odd', 'iterable', 'map']

/** Empty: nothing, a text of spaces, a list or map without parts (source: Pebble's tests, documented). */
function tested(name: string, value: Value, at: number): boolean {
  switch (name) {
    case 'null':
      return value === null
    case 'empty':
      if (value === null) return true
      if (typeof value === 'string') return value.trim() === ''
      return typeof value === 'object' && Object.keys(value).length === 0
    case 'defined':
      return value !== null
    case 'even':
      return number(value, at, '"even" needs a number') % 2 === 0
    case 'odd':
      return Math.abs(number(value, at, '"odd" needs a number') % 2) === 1
    case 'iterable':
      return Array.isArray(value)
    case 'map':
      return isMap(value)
    default:
      throw new ExpressionError(`The test "${name}" is not imitated.${didYouMean(name, tests)}`, at)
  }
}

const same = (left: Value, right: Value): boolean =>
  left === right || (typeof left === 'object' && typeof right === 'object' && left !== null && right !== null && JSON.stringify(left) === JSON.stringify(right))

function combine(operator: BinaryOperator, left: Value, right: Value, at: number): Value {
  switch (operator) {
    case '==':
      return same(left, right)
    case '!=':
      return !same(left, right)
    case 'and':
    case 'or':
      return truth(right, at)
    case '~':
      return asText(left) + asText(right)
    case '+':
      // Unlike ~, it makes a word of what is not there, as Java does (source: Pebble, documented).
      return typeof left === 'string' || typeof right === 'string' ? asText(left ?? 'null') + asText(right ?? 'null') : number(left, at) + number(right, at)
    case 'contains':
      if (Array.isArray(left)) return left.some((item) => same(item, right))
      if (isMap(left)) return Object.hasOwn(left, asText(right))
      if (left === null) return false
      if (typeof left !== 'string' || right === null)
        throw new ExpressionError(`"contains" looks for something in a text, a list or a map; this is ${kindOf(right === null ? right : left)}.`, at)
      return left.includes(asText(right))
    case '<':
    case '>':
    case '<=':
    case '>=':
      return ordered(operator, left, right, at)
    case '/':
      if (right === 0) throw new ExpressionError('A division by zero.', at)
      return quotient(number(left, at), number(right, at))
    case '-':
      return number(left, at) - number(right, at)
    case '*':
      return number(left, at) * number(right, at)
    case '%':
      if (right === 0) throw new ExpressionError('A division by zero.', at)
      return number(left, at) % number(right, at)
  }
}

/** Whole numbers have a whole quotient, as in Java (source: Pebble, documented); 7.0 cannot be told from 7 here. */
const quotient = (left: number, right: number): number => (Number.isInteger(left) && Number.isInteger(right) ? Math.trunc(left / right) : left / right)

/** Numbers by size, texts by their characters; a number and a text have no order. */
function ordered(operator: '<' | '>' | '<=' | '>=', left: Value, right: Value, at: number): boolean {
  const comparable = (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string')
  if (!comparable) throw new ExpressionError(`${kindOf(left)} and ${kindOf(right)} have no order.`, at)
  const [a, b] = [left as number, right as number]
  return operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : a >= b
}
