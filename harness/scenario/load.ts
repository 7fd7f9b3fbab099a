import { readFileSync } from 'node:fs'
import { basename, dirname, relative, sep } from 'node:path'
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Complaint } from '../configuration/complaint.ts'
import { check } from './check.ts'
import { describe, namesAt } from './complain.ts'
import type { Scenario } from './scenario.ts'
import { scenarioJsonSchema, scenarioSchema } from './schema.ts'
import { verbNames } from './verbs/index.ts'

export type ScenarioProblem = Complaint

/** Tells a loaded scenario from what is wrong with it. */
export const isScenario = (loaded: Scenario | ScenarioProblem[]): loaded is Scenario => !Array.isArray(loaded)

/**
 * Reads a scenario, or says what is wrong with it, each thing with its place. Never throws for what a user wrote.
 * `root` is the folder that ids are relative to; without it an id is the file's folder and name.
 */
export function loadScenario(file: string, root?: string): Scenario | ScenarioProblem[] {
  let source: string
  try {
    source = readFileSync(file, 'utf8')
  } catch (error) {
    const message = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'There is no such file.' : (error as Error).message
    return [{ file, line: 1, column: 1, message, severity: 'error' }]
  }
  return parseScenario(source, file, idOf(file, root))
}

const idOf = (file: string, root: string | undefined): string => {
  const path = root === undefined ? `${basename(dirname(file))}/${basename(file)}` : relative(root, file).split(sep).join('/')
  return path.replace(/\.ya?ml$/i, '')
}

export function parseScenario(source: string, file: string, id: string): Scenario | ScenarioProblem[] {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, stringKeys: true })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({
      ...place(error.pos[0]),
      message: `This is not YAML: ${sentence(error.message)}`,
      mend: mendYaml(error.code),
      severity: 'error',
    }))
  }
  let content: unknown
  try {
    content = document.toJS() ?? {}
  } catch (error) {
    // Aliases that multiply into more than a reader could want.
    return [
      {
        ...place(0),
        message: `This is not a scenario: ${sentence((error as Error).message)}`,
        mend: 'Write out what the aliases stand for.',
        severity: 'error',
      },
    ]
  }
  const at = (path: readonly PropertyKey[], key?: string) => place(offsetOf(document, path, key))
  const read = scenarioSchema.safeParse(content, { reportInput: true })
  if (!read.success) {
    const json = scenarioJsonSchema()
    return plain(read.error.issues).map((issue) => ({
      ...at(issue.path, issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined),
      ...describe(issue, namesAt(json, issue.path)),
      severity: 'error',
    }))
  }
  const { steps, expect, ...rest } = read.data
  const scenario: Scenario = {
    ...rest,
    id,
    file,
    steps: steps.map((step, i) => {
      const verb = verbNames.find((name) => (step as Record<string, unknown>)[name] !== undefined) as string
      return {
        index: i + 1,
        verb,
        args: (step as Record<string, unknown>)[verb],
        at: step.at,
        after: step.after,
        impossible: step.impossible ?? false,
        line: at(['steps', i]).line,
      }
    }),
    expect: expect.map((one, i) => {
      const [kind, args] = Object.entries(one).find(([, value]) => value !== undefined) as [string, unknown]
      return { kind, args, line: at(['expect', i]).line }
    }),
  }
  const wrong = check(scenario).map(({ path, ...complaint }): ScenarioProblem => ({ ...at(path), ...complaint, severity: 'error' }))
  return wrong.length > 0 ? wrong : scenario
}

/** Without what follows from an unknown member: a step whose verb is misspelt has no verb, which needs no saying. */
function plain<Issue extends { code: string; path: readonly PropertyKey[] }>(issues: readonly Issue[]): Issue[] {
  const unknown = new Set(issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? [path.join(' ')] : [])))
  return issues.filter(({ code, path }) => code !== 'custom' || !unknown.has(path.join(' ')))
}

/** Where a path is in the text: at its key if it is a member, at itself if it is an entry of a list, at what holds it if it is missing. */
function offsetOf(document: Document, path: readonly PropertyKey[], key?: string): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth) as string[], true)
    if (key !== undefined && depth === path.length && isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key)
      if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0]
    }
    const range = (node as { range?: [number, number, number] } | undefined)?.range
    if (range) return range[0]
  }
  return 0
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`)

function mendYaml(code: string): string {
  if (code === 'TAB_AS_INDENT') return 'Indent with spaces, not tabs.'
  if (code === 'BAD_INDENT') return 'Give entries of one list or mapping the same indentation.'
  if (code === 'DUPLICATE_KEY') return 'Keep one of the two.'
  return 'Put text that contains a colon, a brace or a hash in quotes, and close every bracket.'
}
