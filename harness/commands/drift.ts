import { Command } from 'commander'
import { counted } from '../../mocks/core/figure.ts'
import type { Drift } from '../contracts/compare.ts'
import { EXIT, UsageError } from './usage.ts'

export const driftCommand = () =>
  new Command('drift')
    .description('Say where the stand-ins differ from what was recorded of a real organisation: status, headers, members and their order, types')
    .argument('<fixture...>', 'files that "rehearsal record" made')
    .option('--json', 'the differences as JSON', false)
    .option('--junit <file>', 'write them as JUnit, too')
    .addHelpText(
      'after',
      `
Examples:
  rehearsal drift fixtures/dynamics.json
  rehearsal drift fixtures/*.json --junit drift.xml
  rehearsal drift fixtures/zendesk.json --json | jq -r '.[].where'

Exit: 0 no difference, 1 some, 2 wrong use.`,
    )
    .action(drift)

interface Compared {
  file: string
  system: string
  probes: string[]
  differences: Drift[]
}

async function drift(files: string[], { json, junit }: { json: boolean; junit?: string }): Promise<void> {
  try {
    const { readFixture } = await import('../contracts/fixture.ts')
    const { driftFrom } = await import('../contracts/record.ts')
    const all: Compared[] = []
    for (const file of files) {
      const fixture = readFixture(file)
      all.push({ file, system: fixture.system, probes: fixture.exchanges.map(({ probe }) => probe.name), differences: await driftFrom(fixture) })
    }
    const differences = all.flatMap((one) => one.differences.map((difference) => ({ system: one.system, ...difference })))
    process.stdout.write(json ? `${JSON.stringify(differences, null, 2)}\n` : `${all.map(render).join('\n')}\n`)
    if (junit !== undefined) await saveJunit(junit, all)
    process.exitCode = differences.length > 0 ? EXIT.findings : EXIT.held
  } catch (error) {
    throw error instanceof Error && ['FixtureError', 'ReportError'].includes(error.name) ? new UsageError(error.message) : error
  }
}

function render({ file, system, probes, differences }: Compared): string {
  const named = [...new Set(differences.map(({ probe }) => probe))]
  const lines = named.flatMap((probe) => [
    '',
    `    ${probe}`,
    ...differences
      .filter((one) => one.probe === probe)
      .flatMap(({ where, real, fake }) => [`      ${where}`, `        real       ${real}`, `        stand-in   ${fake}`]),
  ])
  const count = `${counted(probes.length, 'answer')} · ${differences.length === 0 ? 'no difference' : counted(differences.length, 'difference')}`
  return ['', `  ${file}  ${system}`, ...lines, '', `  ${count}`].join('\n')
}

async function saveJunit(file: string, all: readonly Compared[]): Promise<void> {
  const { renderXml } = await import('../report/xml.ts')
  const { saveReport } = await import('../report/save.ts')
  const suites = all.map(({ system, probes, differences }) => {
    const cases = probes.map((name) => {
      const mine = differences.filter(({ probe }) => probe === name)
      const text = mine.map(({ where, real, fake }) => `${where}\n  real: ${real}\n  stand-in: ${fake}`).join('\n')
      const failure = { name: 'failure', attributes: { type: 'drift', message: mine[0]?.where ?? '' }, content: [text] }
      return { name: 'testcase', attributes: { name, classname: system }, content: mine.length > 0 ? [failure] : [] }
    })
    const failures = cases.filter(({ content }) => content.length > 0).length
    return { name: 'testsuite', attributes: { name: system, tests: cases.length, failures, errors: 0, skipped: 0 }, content: cases }
  })
  await saveReport(file, renderXml({ name: 'testsuites', attributes: { name: 'rehearsal drift' }, content: suites }))
}
