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
const NOTHING_BUT_SPACE = /\s/

/** Reads a query from left to right, once; every text is a query, so nothing is refused. */
export function readTerms(query: string): Term[] {
  const terms: Term[] = []
  let at = 0
  while (at < query.length) {
    if (NOTHING_BUT_SPACE.test(query[at] as string)) {
      at++
      continue
    }
    const negated = query[at] === '-' && at + 1 < query.length && !NOTHING_BUT_SPACE.test(query[at + 1] as string)
    if (negated) at++
    // A keyword is short; looking at no more of the text keeps reading linear.
    const head = KEYWORD.exec(query.slice(at, at + 80))
    if (head) at += head[0].length
    const read = readValue(query, at)
    at = read.end
    if (!head && read.value === '') continue
    terms.push({
      negated,
      ...(head ? { keyword: (head[1] as string).toLowerCase() } : {}),
      operator: (head?.[2]?.replace(/^:(?=.)/, '') ?? ':') as Term['operator'],
      value: read.value,
      quoted: read.quoted,
    })
  }
  return terms
}

function readValue(query: string, from: number): { value: string; quoted: boolean; end: number } {
  if (query[from] === '"') {
    const close = query.indexOf('"', from + 1)
    const end = close === -1 ? query.length : close
    return { value: query.slice(from + 1, end), quoted: true, end: end + 1 }
  }
  let end = from
  while (end < query.length && !NOTHING_BUT_SPACE.test(query[end] as string)) end++
  return { value: query.slice(from, end), quoted: false, end }
}
