import { readFileSync } from 'node:fs'
import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { Complaint } from './complaint.ts'

export type Path = readonly PropertyKey[]

/** A complaint that knows its place in the data only. */
export interface Remark extends Pick<Complaint, 'rule' | 'message' | 'mend' | 'severity'> {
  path: Path
  /** Whether it is about the key rather than its value. */
  key?: boolean
}

/** YAML with a memory of where everything stood. */
export interface OpenYaml {
  file: string
  data: unknown
  complaints: Complaint[]
  /** `file`: where it is said in another one. */
  place(path: Path, key?: boolean): { file?: string; line: number; column: number }
}

/** Values for `${NAME}` in a text. */
export type Variables = Readonly<Record<string, string | undefined>>

const VARIABLE = /\$\{([A-Za-z_]\w*)\}/g

/** In `{ secret: ${NAME} }` YAML would take the braces for its own: while it reads, others of the same width stand for them. */
const masked = (text: string): string => text.replaceAll(VARIABLE, '$\uE000$1\uE001')
const unmasked = (text: string): string => text.replaceAll(/\$\uE000(\w+)\uE001/g, (_, name: string) => `\${${name}}`)

/** A file's text, or why it cannot be had. */
export function readText(file: string): string | Complaint {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const message = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'There is no such file.' : `It cannot be read: ${(error as Error).message}.`
    return { file, line: 1, column: 1, severity: 'error', message, mend: 'Check the path.' }
  }
}

/** Parses YAML and fills in `${NAME}` in its texts; without `variables` the names stay as they are. */
export function openYaml(file: string, text: string, variables?: Variables): OpenYaml {
  const lines = new LineCounter()
  const beyond = tooMuch(text)
  if (beyond) return { file, data: undefined, complaints: [{ file, line: 1, column: 1, severity: 'error', ...beyond }], place: () => ({ line: 1, column: 1 }) }
  const document = parseDocument(masked(text), { lineCounter: lines, prettyErrors: false, stringKeys: true })
  unmask(document)
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const complain = (offset: number, message: string, mend: string): Complaint => ({ file, ...at(offset), severity: 'error', message, mend })
  const place = (path: Path, key = false) => at(offsetOf(document, path, key))

  // Where a bracket is not closed, everything behind it is unexpected, too.
  const errors = document.errors.filter(({ code }, i) => i === 0 || code !== 'UNEXPECTED_TOKEN')
  let complaints = errors.map(({ message, pos, code }) => complain(pos[0], `This is not YAML: ${sentence(unmasked(message))}`, mendYaml(code)))
  if (complaints.length === 0 && variables) {
    complaints = fillIn(document, variables).map(({ name, offset }) =>
      complain(offset, `The variable ${name} has no value.`, `Set ${name} in the environment, or write the value instead of \${${name}}.`),
    )
  }
  if (complaints.length > 0) return { file, data: undefined, complaints, place }
  try {
    return { file, data: document.toJS(), complaints, place }
  } catch (error) {
    // Aliases that multiply into more than a reader could want.
    return { file, data: undefined, complaints: [complain(0, sentence((error as Error).message), 'Write out what the aliases stand for.')], place }
  }
}

/** The text with other values at these paths (`a.0.b c`); null takes away what is there. What is no YAML stays as it is, to be complained of. */
export function changedYaml(text: string, changes: Readonly<Record<string, unknown>>): string {
  const document = parseDocument(masked(text))
  if (document.errors.length > 0) return text
  for (const [place, value] of Object.entries(changes)) {
    const path = pathOf(place)
    const within = path.slice(0, -1).map((_, i) => path.slice(0, i + 1))
    const blocked = within.find((part) => isScalar(document.getIn(part, true)))
    if (value !== null) {
      // A text is in the way: what is said to be inside it makes it a mapping, whose shape is complained of like any other.
      if (blocked) document.setIn(blocked, document.createNode({}))
      document.setIn(path, document.createNode(value))
    } else if (!blocked) document.deleteIn(path)
  }
  return unmasked(document.toString({ lineWidth: 0 }))
}

const pathOf = (place: string): (string | number)[] => place.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))

/** Changes that would leave holes: the list ends before the entry that they name. */
export function leadNowhere(text: string, changes: Readonly<Record<string, unknown>>): string[] {
  const document = parseDocument(masked(text))
  if (document.errors.length > 0) return []
  return Object.keys(changes).filter((place) =>
    pathOf(place).some((part, i, path) => {
      const list = typeof part === 'number' ? document.getIn(path.slice(0, i), true) : undefined
      return isSeq(list) && Number(part) > list.items.length
    }),
  )
}

/** What nobody writes by hand is not parsed: the parser's time grows with the square of the depth. */
export const bounds = { characters: 5 * 1024 * 1024, depth: 100 } as const

function tooMuch(text: string): Pick<Complaint, 'message' | 'mend'> | undefined {
  if (text.length > bounds.characters)
    return { message: `The file has more than ${bounds.characters.toLocaleString('en')} characters.`, mend: 'Divide it into several files.' }
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const here = text.charCodeAt(i)
    if (here === 0x5b || here === 0x7b) depth++
    else if ((here === 0x5d || here === 0x7d) && depth > 0) depth--
    if (depth > bounds.depth) return { message: `The file opens more than ${bounds.depth} brackets one in another.`, mend: 'Close every [ and {.' }
  }
  return undefined
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`)

function mendYaml(code: string): string {
  if (code === 'TAB_AS_INDENT') return 'Indent with spaces, not tabs.'
  if (code === 'BAD_INDENT') return 'Give entries of one list or mapping the same indentation.'
  if (code === 'DUPLICATE_KEY') return 'Keep one of the two.'
  return 'Put text that contains a colon, a brace or a hash in quotes, and close every bracket.'
}

function unmask(document: Document.Parsed): void {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string') node.value = unmasked(node.value)
    },
  })
}

/** Puts values into the document's texts; returns the names that have none, each with its place. */
function fillIn(document: Document.Parsed, variables: Variables): { name: string; offset: number }[] {
  const unknown: { name: string; offset: number }[] = []
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return
      node.value = node.value.replaceAll(VARIABLE, (whole, name: string) => {
        const value = variables[name]
        if (value === undefined) unknown.push({ name, offset: node.range?.[0] ?? 0 })
        return value ?? whole
      })
    },
  })
  return unknown
}

export const located = (yaml: OpenYaml, { path, key, ...rest }: Remark): Complaint => ({ file: yaml.file, ...yaml.place(path, key), ...rest })

/** Where the value, or the key, of a path begins; of the deepest part of it that is there. */
function offsetOf(document: Document.Parsed, path: Path, key: boolean): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = depth === 1 ? document.contents : (document.getIn(path.slice(0, depth - 1), true) as Node | undefined)
    const name = path[depth - 1]
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(name))
      const value = pair?.value as Node | null | undefined
      const wanted = key || depth < path.length || !value?.range ? pair?.key : value
      const offset = (wanted as Node | undefined)?.range?.[0]
      if (offset !== undefined) return offset
    }
    const node = document.getIn(path.slice(0, depth), true) as Node | undefined
    if (node?.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}
