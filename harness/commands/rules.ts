import { Command } from 'commander'
import { UsageError } from './usage.ts'

export const rulesCommand = () =>
  new Command('rules')
    .description('List the published rules: what each says, where it is kept, where it comes from, which scenarios show it')
    .argument('[id...]', 'rules (R024) or ambiguities (A12) to show in full; the whole table when left out')
    .option('--json', 'the same as JSON: a list, one entry a rule', false)
    .addHelpText(
      'after',
      `
Examples:
  rehearsal rules                     the whole table; "not yet" is what nothing keeps so far
  rehearsal rules R024 R027 A12       some of it in full
  rehearsal rules --json | jq -r '.[] | select(.kind == "not yet kept") | .id'`,
    )
    .action(rules)

async function rules(ids: string[], { json }: { json: boolean }): Promise<void> {
  const { knownRules, noSuchRule, rowOf, rulebook } = await import('../rulebook/index.ts')
  const { exercisedBy } = await import('../rulebook/exercise.ts')
  const { asJson, renderRow, renderTable } = await import('../rulebook/table.ts')
  const { packagedScenarios } = await import('../scenario/library.ts')
  const { colourful, paintFor } = await import('../report/paint.ts')
  const wanted = ids.map((id) => {
    const row = rowOf(id)
    if (!row) throw new UsageError(`${noSuchRule(id)} ${knownRules}`)
    return row
  })
  const shown = exercisedBy(packagedScenarios())
  const rows = (wanted.length > 0 ? wanted : rulebook).map((row) => ({ ...row, scenarios: shown.get(row.id) ?? [] }))
  const { stdout } = process
  const paint = paintFor(colourful(stdout))
  if (json) stdout.write(`${JSON.stringify(rows.map(asJson), null, 2)}\n`)
  else if (wanted.length > 0) stdout.write(`${rows.map((row) => renderRow(row, paint)).join('\n\n')}\n`)
  else stdout.write(renderTable(rows, paint, stdout.columns ?? 120))
}
