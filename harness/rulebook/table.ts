import type { Paint } from '../report/paint.ts'
import { documents, filesOf, kinds, type Row } from './row.ts'

/** A row together with the scenarios that show it. */
export type Shown = Row & { scenarios: readonly string[] }

/** What a row is in JSON: the same members whatever its kind, empty where there is nothing to say. */
export const asJson = (row: Shown) => ({
  id: row.id,
  says: row.says,
  kind: kinds[row.kind],
  keptIn: filesOf(row),
  missing: row.missing ?? null,
  setting: row.setting ?? null,
  source: { documents: row.from.map((one) => documents[one]), grade: row.grade },
  scenarios: row.scenarios,
})

/** The whole book at a glance, one line a rule, and what it comes to. */
export function renderTable(rows: readonly Shown[], paint: Paint, columns: number): string {
  const short = { watched: 'watched', checked: 'checked', contactCentre: 'centre', integration: 'integration', mock: 'mock', open: 'not yet' } as const
  const room = Math.max(40, columns - 31)
  const lines = rows.flatMap((row) => {
    const [first = '', ...more] = wrap(row.says, room)
    const kind = short[row.kind].padEnd(11)
    const shown = String(row.scenarios.length || '-').padStart(4)
    const colour = row.kind === 'open' ? paint.dim : (text: string) => text
    return [`  ${row.id.padEnd(5)} ${colour(kind)} ${shown}   ${colour(first)}`, ...more.map((line) => `${' '.repeat(26)}${colour(line)}`)]
  })
  return `${paint.bold('  Rule  Kept        Shown  What it says')}\n${lines.join('\n')}\n\n  ${sum(rows)}\n  One rule in full: rehearsal rules R024\n`
}

/** `82 of 82 rules owned, 82 shown; 12 of 12 ambiguities owned, 12 shown: 24 watched on every run, ...` */
export function sum(rows: readonly Shown[]): string {
  const of = (letter: string, what: string) => {
    const all = rows.filter(({ id }) => id.startsWith(letter))
    const owned = all.filter(({ kind }) => kind !== 'open').length
    const shown = all.filter(({ scenarios }) => scenarios.length > 0).length
    return `${owned} of ${all.length} ${what} owned, ${shown} shown`
  }
  const parts = Object.entries(kinds)
    .map(([kind, words]) => [rows.filter((row) => row.kind === kind).length, words] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
  const partly = rows.filter((row) => row.kind !== 'open' && row.missing !== undefined).length
  return `${of('R', 'rules')}; ${of('A', 'ambiguities')}: ${parts.join(', ')}; ${partly} kept in part.`
}

/** One rule in full. */
export function renderRow(row: Shown, paint: Paint): string {
  const line = (name: string, text: string) => `        ${paint.dim(name.padEnd(9))} ${text}`
  return [
    `  ${paint.bold(row.id.padEnd(5))} ${row.says}`,
    line('kind', kinds[row.kind]),
    ...filesOf(row).map((file, index) => line(index === 0 ? 'kept in' : '', file)),
    ...(row.missing === undefined ? [] : [line('missing', row.missing)]),
    ...(row.setting === undefined ? [] : [line('setting', `${row.setting.name}: ${row.setting.values[0]} (default)${others(row.setting.values)}`)]),
    line('source', `${row.from.map((one) => documents[one]).join('; ')} (${row.grade})`),
    line('shown by', row.scenarios.join(', ') || 'no scenario names it'),
  ].join('\n')
}

const others = (values: readonly string[]): string =>
  values
    .slice(1)
    .map((value) => `, ${value}`)
    .join('')

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
