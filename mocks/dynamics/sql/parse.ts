import type { Fetch, FetchCondition, FetchFilter, FetchOrder } from '../fetch/ast.ts'
import { refuseQuery } from '../problems.ts'

interface Token {
  kind: 'word' | 'number' | 'text' | 'mark' | 'end'
  text: string
  at: number
}

const TOKEN =
  /(?:(?<text>N?'(?:[^']|'')*')|(?<number>-?\d+(?:\.\d+)?)(?![\w])|\[(?<bracketed>[A-Za-z_]\w*)\]|(?<word>[A-Za-z_]\w*)|(?<mark><>|!=|<=|>=|[=<>(),.*;]))/y
const BLANK = /\s*/y
const OPERATORS: Record<string, string> = { '=': 'eq', '<>': 'ne', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' }
const DEEPEST = 100

/**
 * Reads `SELECT [TOP n] columns FROM table [alias] [WHERE ...] [ORDER BY ...]`: what the service's `?sql=` takes, by the
 * account of Microsoft's client for Python. One table, no functions, no grouping. Pure; refuses with a position (wording ours).
 */
export function parseSql(text: string): Fetch {
  return new Parser(text).statement()
}

function tokens(text: string): Token[] {
  const found: Token[] = []
  let at = 0
  for (;;) {
    BLANK.lastIndex = at
    BLANK.exec(text)
    at = BLANK.lastIndex
    if (at === text.length) return [...found, { kind: 'end', text: 'the end', at }]
    TOKEN.lastIndex = at
    const groups = TOKEN.exec(text)?.groups
    if (!groups) return refuseQuery(`Invalid SQL: unexpected '${text[at]}' at position ${at}.`)
    const { text: quoted, number, bracketed, word, mark } = groups
    const name = bracketed ?? word
    if (quoted !== undefined) found.push({ kind: 'text', text: quoted.slice(quoted.indexOf("'") + 1, -1).replaceAll("''", "'"), at })
    else if (number !== undefined) found.push({ kind: 'number', text: number, at })
    else if (name !== undefined) found.push({ kind: 'word', text: name, at })
    else found.push({ kind: 'mark', text: mark as string, at })
    at = TOKEN.lastIndex
  }
}

class Parser {
  readonly #tokens: Token[]
  #next = 0
  #depth = 0
  /** The table's name and its alias: what may stand before a column. */
  #names: string[] = []

  constructor(text: string) {
    this.#tokens = tokens(text)
  }

  statement(): Fetch {
    this.#keyword('SELECT')
    const distinct = this.#accept('DISTINCT')
    const top = this.#accept('TOP') ? this.#count() : undefined
    const from = this.#tokens.findIndex((token) => isKeyword(token, 'FROM'))
    if (from < 0) this.#fail('FROM')
    this.#names = this.#named(from + 1)
    const columns = this.#accept('*') ? undefined : this.#list(() => this.#column())
    this.#keyword('FROM')
    const name = this.#name()
    if (this.#names.length > 1) {
      this.#accept('AS')
      this.#next++
    }
    const filter = this.#accept('WHERE') ? this.#or() : undefined
    const orders = this.#accept('ORDER') ? this.#orders() : []
    this.#accept(';')
    if (this.#peek.kind !== 'end') this.#fail('the end of the statement')
    const attributes = (columns ?? []).map((one) => ({ name: one, groupby: false, distinct: false }))
    const entity = { name, attributes, all: columns === undefined, filters: filter ? [filter] : [], orders, links: [] }
    return { entity, ...(top === undefined ? {} : { top }), page: 1, aggregate: false, distinct, totals: false, rawOrder: true }
  }

  get #peek(): Token {
    return this.#tokens[this.#next] as Token
  }

  #fail(expected: string, token = this.#peek): never {
    return refuseQuery(`Invalid SQL: expected ${expected} at position ${token.at}, found '${token.text}'.`)
  }

  #accept(word: string): boolean {
    const token = this.#peek
    if (!isKeyword(token, word) && !(token.kind === 'mark' && token.text === word)) return false
    this.#next++
    return true
  }

  #keyword(word: string): void {
    if (!this.#accept(word)) this.#fail(word)
  }

  #name(): string {
    const token = this.#peek
    if (token.kind !== 'word') this.#fail('a name')
    this.#next++
    return token.text.toLowerCase()
  }

  /** What the table is called: its name and, where one follows, its alias. */
  #named(at: number): string[] {
    const [table, next, after] = this.#tokens.slice(at, at + 3) as [Token, Token, Token]
    const alias = next && isKeyword(next, 'AS') ? after : next
    const taken = alias?.kind === 'word' && !['WHERE', 'ORDER', 'GROUP', 'HAVING', 'INNER', 'LEFT', 'JOIN', 'CROSS', 'UNION'].includes(alias.text.toUpperCase())
    return [table.text.toLowerCase(), ...(taken ? [alias.text.toLowerCase()] : [])]
  }

  #column(): string {
    const name = this.#name()
    if (!this.#accept('.')) return name
    if (!this.#names.includes(name)) this.#fail(`a column of ${this.#names.join(' or ')}`)
    return this.#name()
  }

  #count(): number {
    const inside = this.#accept('(')
    const token = this.#peek
    if (token.kind !== 'number' || !/^\d+$/.test(token.text) || token.text === '0') this.#fail('a whole number')
    this.#next++
    if (inside) this.#keyword(')')
    return Number(token.text)
  }

  #list<T>(item: () => T): T[] {
    const items = [item()]
    while (this.#accept(',')) items.push(item())
    return items
  }

  #orders(): FetchOrder[] {
    this.#keyword('BY')
    return this.#list(() => {
      const attribute = this.#column()
      const descending = this.#accept('DESC')
      if (!descending) this.#accept('ASC')
      return { attribute, descending }
    })
  }

  #or(): FetchFilter {
    return this.#joined('OR', () => this.#joined('AND', () => this.#term()))
  }

  #joined(word: 'AND' | 'OR', item: () => FetchFilter): FetchFilter {
    const filters = [item()]
    while (this.#accept(word)) filters.push(item())
    return filters.length === 1 ? (filters[0] as FetchFilter) : { type: word === 'AND' ? 'and' : 'or', conditions: [], filters, links: [] }
  }

  #term(): FetchFilter {
    if (!this.#accept('(')) return { type: 'and', conditions: [this.#condition()], filters: [], links: [] }
    if (++this.#depth > DEEPEST) return refuseQuery('Invalid SQL: conditions are nested too deeply.')
    const inner = this.#or()
    this.#depth--
    this.#keyword(')')
    return inner
  }

  #condition(): FetchCondition {
    const attribute = this.#column()
    const is = (operator: string, values: string[] = []): FetchCondition => ({ attribute, operator, values })
    if (this.#accept('IS')) {
      const operator = this.#accept('NOT') ? 'not-null' : 'null'
      this.#keyword('NULL')
      return is(operator)
    }
    const not = this.#accept('NOT') ? 'not-' : ''
    if (this.#accept('LIKE')) return is(`${not}like`, [this.#value()])
    if (this.#accept('BETWEEN')) {
      const low = this.#value()
      this.#keyword('AND')
      return is(`${not}between`, [low, this.#value()])
    }
    if (this.#accept('IN')) {
      this.#keyword('(')
      const values = this.#list(() => this.#value())
      this.#keyword(')')
      return is(`${not}in`, values)
    }
    const operator = not ? undefined : OPERATORS[this.#peek.text]
    if (!operator) this.#fail('a comparison, IS, LIKE, IN or BETWEEN')
    this.#next++
    const token = this.#peek
    if (token.kind !== 'word') return is(operator as string, [this.#value()])
    return { ...is(operator as string), otherColumn: this.#column() }
  }

  #value(): string {
    const token = this.#peek
    if (token.kind !== 'text' && token.kind !== 'number') this.#fail('a value')
    this.#next++
    return token.text
  }
}

const isKeyword = (token: Token, word: string): boolean => token.kind === 'word' && token.text.toUpperCase() === word
