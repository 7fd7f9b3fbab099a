import { lex, type Token } from './lexer.ts'
import { ExpressionError, limits, type Value } from './value.ts'

export type BinaryOperator = 'or' | 'and' | '==' | '!=' | '<' | '>' | '<=' | '>=' | 'contains' | '+' | '-' | '*' | '/' | '%' | '~'

export interface Arguments {
  plain: readonly Node[]
  named: Readonly<Record<string, Node>>
}

export type Node = { at: number } & (
  | { kind: 'literal'; value: Value }
  | { kind: 'name'; name: string }
  | { kind: 'member'; of: Node; member: Node }
  | { kind: 'list'; items: readonly Node[] }
  | { kind: 'map'; entries: readonly (readonly [Node, Node])[] }
  | { kind: 'filter'; of: Node; name: string; arguments: Arguments }
  | { kind: 'call'; name: string; arguments: Arguments }
  | { kind: 'test'; of: Node; name: string; not: boolean }
  | { kind: 'not' | 'minus'; of: Node }
  | { kind: 'binary'; operator: BinaryOperator; left: Node; right: Node }
  | { kind: 'choice'; if: Node; then: Node; else: Node }
)

/** How strongly operators bind, weakest first (source: Pebble's operators, documented). */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['==', '!=', '<', '>', '<=', '>=', 'equals', 'is', 'contains'],
  ['+', '-'],
  ['*', '/', '%'],
  ['~'],
]
const CONSTANTS: Record<string, Value> = { true: true, false: false, null: null, none: null }

/** Reads one expression. Throws an ExpressionError. */
export function parseExpression(source: string, offset = 0): Node {
  return new Reader(lex(source, offset)).whole()
}

class Reader {
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  whole(): Node {
    if (this.#peek().kind === 'end') throw new ExpressionError('There is no expression between the braces.', this.#peek().at)
    const node = this.#expression()
    if (this.#peek().kind !== 'end') throw this.#unexpected('the end of the expression')
    return node
  }

  #expression(): Node {
    return this.#deeper(() => {
      const condition = this.#binary(0)
      if (!this.#take('?')) return condition
      const then = this.#expression()
      this.#expect(':')
      return { kind: 'choice', at: condition.at, if: condition, then, else: this.#expression() }
    })
  }

  #deeper(read: () => Node): Node {
    if (++this.#depth > limits.depth) throw new ExpressionError(`The expression is nested more than ${limits.depth} deep.`, this.#peek().at)
    const node = read()
    this.#depth--
    return node
  }

  #binary(level: number): Node {
    const operators = LEVELS[level]
    if (!operators) return this.#unary()
    let left = this.#binary(level + 1)
    for (;;) {
      const token = this.#peek()
      if (token.kind === 'text' || token.kind === 'end' || !operators.includes(token.text)) return left
      this.#next++
      if (token.text === 'is') left = this.#test(left, token.at)
      else {
        const operator = (token.text === 'equals' ? '==' : token.text) as BinaryOperator
        left = { kind: 'binary', at: token.at, operator, left, right: this.#binary(level + 1) }
      }
    }
  }

  #test(of: Node, at: number): Node {
    const not = this.#take('not')
    const name = this.#peek()
    if (name.kind !== 'name') throw this.#unexpected('a test such as empty or null')
    this.#next++
    return { kind: 'test', at, of, name: name.text, not }
  }

  #unary(): Node {
    const { at, text, kind } = this.#peek()
    if (kind === 'name' && text === 'not') {
      this.#next++
      const of = this.#deeper(() => this.#binary(2))
      if (['and', 'or'].includes(this.#peek().text)) {
        throw new ExpressionError(`"not ... ${this.#peek().text} ..." can be read in two ways; put brackets around what is negated.`, at)
      }
      return { kind: 'not', at, of }
    }
    if (kind === 'sign' && text === '-') {
      this.#next++
      return { kind: 'minus', at, of: this.#postfix(this.#primary()) }
    }
    return this.#postfix(this.#primary())
  }

  #postfix(start: Node): Node {
    let node = start
    for (let length = 0; ; length++) {
      if (length > 500) throw new ExpressionError('The expression has more than 500 filters and members in a row.', node.at)
      const { at } = this.#peek()
      if (this.#take('.')) {
        const member = this.#word('a name')
        node = { kind: 'member', at, of: node, member: { kind: 'literal', at: member.at, value: member.text } }
      } else if (this.#take('[')) {
        node = { kind: 'member', at, of: node, member: this.#expression() }
        this.#expect(']')
      } else if (this.#take('|')) {
        const name = this.#word('the name of a filter')
        node = { kind: 'filter', at: name.at, of: node, name: name.text, arguments: this.#take('(') ? this.#arguments() : { plain: [], named: {} } }
      } else return node
    }
  }

  #primary(): Node {
    const token = this.#peek()
    this.#next++
    const { at, text } = token
    if (token.kind === 'text') return { kind: 'literal', at, value: text }
    if (token.kind === 'number') return { kind: 'literal', at, value: Number(text) }
    if (token.kind === 'name') {
      if (Object.hasOwn(CONSTANTS, text)) return { kind: 'literal', at, value: CONSTANTS[text] as Value }
      return this.#take('(') ? { kind: 'call', at, name: text, arguments: this.#arguments() } : { kind: 'name', at, name: text }
    }
    if (token.text === '(') {
      const node = this.#expression()
      this.#expect(')')
      return node
    }
    if (token.text === '[') return { kind: 'list', at, items: this.#several(']', () => this.#expression()) }
    if (token.text === '{') return { kind: 'map', at, entries: this.#several('}', () => this.#entry()) }
    this.#next--
    throw this.#unexpected('a value')
  }

  #entry(): readonly [Node, Node] {
    const key = this.#expression()
    this.#expect(':')
    return [key, this.#expression()]
  }

  #arguments(): Arguments {
    const plain: Node[] = []
    const named: Record<string, Node> = {}
    this.#several(')', () => {
      const name = this.#peek()
      if (name.kind === 'name' && this.#tokens[this.#next + 1]?.text === '=') {
        this.#next += 2
        if (Object.hasOwn(named, name.text)) throw new ExpressionError(`The argument "${name.text}" is given twice.`, name.at)
        Object.defineProperty(named, name.text, { value: this.#expression(), enumerable: true })
      } else plain.push(this.#expression())
    })
    return { plain, named }
  }

  #several<T>(end: string, read: () => T): T[] {
    const items: T[] = []
    if (this.#take(end)) return items
    do items.push(read())
    while (this.#take(','))
    this.#expect(end)
    return items
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token
  }

  #take(text: string): boolean {
    const token = this.#peek()
    if (token.kind === 'text' || token.text !== text) return false
    this.#next++
    return true
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected(`"${text}"`)
  }

  #word(what: string): Token {
    const token = this.#peek()
    if (token.kind !== 'name') throw this.#unexpected(what)
    this.#next++
    return token
  }

  #unexpected(wanted: string): ExpressionError {
    const { kind, text, at } = this.#peek()
    return new ExpressionError(`Expected ${wanted}, found ${kind === 'end' ? 'the end' : `"${text}"`}.`, at)
  }
}
