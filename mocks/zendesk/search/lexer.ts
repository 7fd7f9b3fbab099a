/** One term of a query: a word or phrase, or `keyword operator value`. */
export interface Term {
  negated: boolean
  /** Lower case; absent for plain text. */
  keyword?: string
  operator: ':' | '<' | '>' | '<=' | '>='
  value: string
  quoted: boolean
}

const KEYWORD = /^([A-Za-z_][\w.]*)(<=|>=|:<=|:>=|:<|:>|:|<|>)/
const SPACE = /\s/
/** A run of it, and a run of anything else; both match anywhere inside a query and at its end, and nowhere beyond. */
const GAP = /\s*/y
const WORD = /\S*/y
const endOf = (run: RegExp, query: string, at: number): number => {
  run.lastIndex = at
  run.test(query)
  return run.lastIndex
}

/** Reads a query from left to right, once; every text is a query, so nothing is refused. */
export function readTerms(query: string): Term[] {
  const terms: Term[] = []
  let at = 0
  while ((at = endOf(GAP, query, at)) < query.length) {
    const negated = query[at] === '-' && at + 1 < query.length && !SPACE.test(query[at + 1] as string)
    if (negated) at++
    // A keyword is short; looking at no more of the text keeps reading linear.
    const head = KEYWORD.exec(query.slice(at, at + 80))
    if (head) at += head[0].length
    const read = readValue(query, at)
    at = read.end
    if (!head && read.value === '') continue
    const { value, quoted } = read
    if (head) terms.push({ negated, keyword: (head[1] as string).toLowerCase(), operator: operatorOf(head[2] as string), value, quoted })
    else terms.push({ negated, operator: ':', value, quoted })
  }
  return terms
}

/** A colon may stand before the others. */
const operatorOf = (sign: string): Term['operator'] => (sign.length > 1 && sign[0] === ':' ? sign.slice(1) : sign) as Term['operator']

function readValue(query: string, from: number): { value: string; quoted: boolean; end: number } {
  if (query[from] === '"') {
    const close = query.indexOf('"', from + 1)
    const end = close === -1 ? query.length : close
    return { value: query.slice(from + 1, end), quoted: true, end: Math.min(end + 1, query.length) }
  }
  const end = endOf(WORD, query, from)
  return { value: query.slice(from, end), quoted: false, end }
}
