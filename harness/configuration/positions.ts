import { type Document, isMap, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
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
  place(path: Path, key?: boolean): { line: number; column: number }
}

const VARIABLE = /\$\{([A-Za-z_]\w*)\}/g

/** Parses YAML and fills in `${NAME}` in its texts; without `variables` the names stay as they are. */
export function openYaml(file: string, text: string, variables?: Readonly<Record<string, string | undefined>>): OpenYaml {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const complaints: Complaint[] = document.errors.map(({ message, pos }) => ({
    file,
    ...at(pos[0]),
    severity: 'error',
    message: `It is not YAML: ${message}`,
    mend: 'Look at the indentation, the quotes and the brackets at this place.',
  }))
  if (complaints.length === 0 && variables) {
    visit(document, {
      Scalar(_, node) {
        if (typeof node.value !== 'string') return
        node.value = node.value.replaceAll(VARIABLE, (whole, name: string) => {
          const value = variables[name]
          if (value !== undefined) return value
          complaints.push({
            file,
            ...at(node.range?.[0] ?? 0),
            severity: 'error',
            message: `The variable ${name} has no value.`,
            mend: `Set ${name} in the environment, or write the value instead of \${${name}}.`,
          })
          return whole
        })
      },
    })
  }
  const place = (path: Path, key = false) => at(offsetOf(document, path, key))
  return { file, data: complaints.length > 0 ? undefined : document.toJS(), complaints, place }
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
