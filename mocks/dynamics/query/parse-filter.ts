import { notImitated, Refusal } from '../../core/index.ts'
import { badRequest } from '../problems.ts'
import { type Comparison, comparisons, type Filter, type Literal, type Operand, type Path, type TextFunction } from './ast.ts'
import { type Token, tokens } from './lexer.ts'

const TEXT_FUNCTIONS = ['contains', 'startswith', 'endswith']
/** Functions of OData that Dataverse does not have. */
const OTHER_FUNCTIONS =
  /^(substringof|tolower|toupper|length|indexof|substring|trim|concat|year|month|day|hour|minute|second|fractionalseconds|date|time|now|round|floor|ceiling|cast|isof|mindatetime|maxdatetime|totaloffsetminutes|totalseconds|matchesPattern)$/
const CRM = 'Microsoft.Dynamics.CRM.'
/** `PropertyValue1` and `PropertyValue2` are a period and its fiscal year. */
const VALUES = /^PropertyValue(s|\d)?$/
/** Hostile nesting is refused before it can reach the stack's end (ODataLib's own limit is 800; ours is on the safe side of Node's). */
const DEEPEST = 200

/**
 * Reads a `$filter`. `aliases` holds the values of `@p1` and the like as text; an alias nobody gave is null (OData 4.0).
 * Without them there are none to take: only `$filter` and `$orderby` of the request itself have aliases (documented). Pure: throws a Refusal with the position of what it did not understand.
 */
export function parseFilter(text: string, aliases?: ReadonlyMap<string, string>): Filter {
  const parser = new Parser(text, aliases)
  return parser.whole()
}

export const unknownFunction = (name: string): string =>
  `An unknown function with name '${name}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`

class Parser {
  readonly #text: string
  readonly #tokens: Token[]
  readonly #aliases: ReadonlyMap<string, string> | undefined
  #next = 0
  #depth = 0

  constructor(text: string, aliases: ReadonlyMap<string, string> | undefined) {
    this.#text = text
    this.#aliases = aliases
    this.#tokens = tokens(text)
  }

  whole(): Filter {
    if (this.#tokens.length === 1) throw new Refusal(badRequest(`Expression expected at position 0 in '${this.#text}'.`))
    const filter = this.#or()
    this.#end()
    return filter
  }

  get #peek(): Token {
    return this.#tokens[this.#next] as Token
  }

  #fail(token = this.#peek): never {
    throw new Refusal(badRequest(`Syntax error at position ${token.at} in '${this.#text}'.`))
  }

  #end(): void {
    if (this.#peek.kind !== 'end') this.#fail()
  }

  #isMark(text: string): boolean {
    return this.#peek.kind === 'mark' && this.#peek.text === text
  }

  #accept(text: string): boolean {
    if (!this.#isMark(text)) return false
    this.#next++
    return true
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#fail()
  }

  #acceptName(text: string): boolean {
    if (this.#peek.kind !== 'name' || this.#peek.text !== text) return false
    this.#next++
    return true
  }

  #nested<T>(work: () => T): T {
    if (++this.#depth > DEEPEST) throw new Refusal(badRequest('Recursion depth exceeded allowed limit.'))
    const result = work()
    this.#depth--
    return result
  }

  #or(): Filter {
    return this.#nested(() => this.#joined('or', () => this.#joined('and', () => this.#not())))
  }

  #joined(kind: 'and' | 'or', item: () => Filter): Filter {
    const first = item()
    if (this.#peek.kind !== 'name' || this.#peek.text !== kind) return first
    const items = [first]
    while (this.#acceptName(kind)) items.push(item())
    return { kind, items }
  }

  #not(): Filter {
    if (!this.#acceptName('not')) return this.#predicate()
    return this.#nested(() => ({ kind: 'not', item: this.#not() }))
  }

  #predicate(): Filter {
    const token = this.#peek
    if (this.#accept('(')) {
      const inner = this.#or()
      this.#expect(')')
      return this.#compared(inner)
    }
    if (token.kind === 'name') {
      const after = this.#tokens[this.#next + 1]
      if (after?.kind === 'mark' && after.text === '(') return this.#compared(this.#function(token.text))
    }
    const left = this.#operand()
    if ('kind' in left && (left.kind as string) === 'lambda') return left as unknown as Filter
    const operator = this.#comparison()
    if (!operator) return { kind: 'truth', operand: left as Operand }
    const right = this.#operand()
    if ((right as { kind: string }).kind === 'lambda') this.#fail()
    return { kind: 'compare', operator, left: left as Operand, right: right as Operand }
  }

  /** `contains(...) eq true` says no more than `contains(...)`. */
  #compared(filter: Filter): Filter {
    const operator = this.#comparison()
    if (!operator) return filter
    const token = this.#peek
    if (token.kind !== 'literal' || token.literal.kind !== 'boolean' || (operator !== 'eq' && operator !== 'ne')) this.#fail()
    this.#next++
    const holds = (token.literal as { value: boolean }).value === (operator === 'eq')
    return holds ? filter : { kind: 'not', item: filter }
  }

  #comparison(): Comparison | undefined {
    const token = this.#peek
    if (token.kind !== 'name' || !comparisons.includes(token.text)) return undefined
    this.#next++
    return token.text as Comparison
  }

  #function(name: string): Filter {
    const token = this.#peek
    this.#next += 2
    if (name.startsWith(CRM)) return this.#query(name.slice(CRM.length))
    if (!TEXT_FUNCTIONS.includes(name)) {
      if (OTHER_FUNCTIONS.test(name)) throw new Refusal(notImitated(`the function ${name} in $filter, which Dataverse does not have`))
      throw new Refusal(badRequest(unknownFunction(name)))
    }
    const path = this.#operand()
    if ((path as { kind: string }).kind !== 'path') this.#fail(token)
    this.#expect(',')
    const value = this.#literal()
    this.#expect(')')
    return { kind: 'text', function: name as TextFunction, path: path as Path, value }
  }

  /** `(PropertyName='p',PropertyValue='v')`, in any order, aliases included. */
  #query(name: string): Filter {
    let property: string | undefined
    let values: Literal[] = []
    while (!this.#isMark(')')) {
      const key = this.#peek
      if (key.kind !== 'name') this.#fail()
      this.#next++
      this.#expect('=')
      if ((key as { text: string }).text === 'PropertyName') {
        const literal = this.#literal()
        if (literal.kind !== 'string') this.#fail(key)
        property = (literal as { value: string }).value
      } else if (VALUES.test((key as { text: string }).text)) values = [...values, ...this.#list()]
      else this.#fail(key)
      if (!this.#accept(',') && !this.#isMark(')')) this.#fail()
    }
    this.#expect(')')
    if (property === undefined) throw new Refusal(badRequest(`The function ${CRM}${name} needs the parameter PropertyName.`))
    return { kind: 'query', function: name, property, values }
  }

  #list(): Literal[] {
    const token = this.#peek
    if (token.kind === 'alias') return this.#aliased(token.text, (parser) => parser.#list()) ?? []
    if (!this.#accept('[')) return [this.#literal()]
    const items: Literal[] = []
    while (!this.#isMark(']')) {
      items.push(this.#literal())
      if (!this.#accept(',') && !this.#isMark(']')) this.#fail()
    }
    this.#expect(']')
    return items
  }

  #literal(): Literal {
    const token = this.#peek
    if (token.kind === 'alias') return this.#aliased(token.text, (parser) => parser.#literal()) ?? { kind: 'null' }
    if (token.kind !== 'literal') this.#fail()
    this.#next++
    return (token as { literal: Literal }).literal
  }

  #aliased<T>(name: string, read: (parser: Parser) => T): T | undefined {
    this.#next++
    // † wording.
    if (!this.#aliases) throw new Refusal(badRequest(`The parameter alias '${name}' is not supported here: only $filter and $orderby take one.`))
    const text = this.#aliases.get(name)
    if (text === undefined) return undefined
    const parser = new Parser(text, new Map())
    const result = read(parser)
    parser.#end()
    return result
  }

  #operand(): Operand | Extract<Filter, { kind: 'lambda' }> {
    const token = this.#peek
    if (token.kind === 'literal') {
      this.#next++
      return token.literal
    }
    if (token.kind === 'alias') return this.#aliased(token.text, (parser) => parser.#operand() as Operand) ?? { kind: 'null' }
    if (token.kind !== 'name') this.#fail()
    const segments: string[] = []
    do {
      const name = this.#peek
      if (name.kind !== 'name') this.#fail()
      const text = (name as { text: string }).text
      this.#next++
      if (segments.length > 0 && (text === 'any' || text === 'all') && this.#accept('(')) return this.#lambda(text, { kind: 'path', segments })
      segments.push(text)
    } while (this.#accept('/'))
    return { kind: 'path', segments }
  }

  #lambda(mode: 'any' | 'all', path: Path): Extract<Filter, { kind: 'lambda' }> {
    if (mode === 'any' && this.#accept(')')) return { kind: 'lambda', mode, path }
    const variable = this.#peek
    if (variable.kind !== 'name') this.#fail()
    this.#next++
    this.#expect(':')
    const body = this.#or()
    this.#expect(')')
    return { kind: 'lambda', mode, path, variable: (variable as { text: string }).text, body }
  }
}
