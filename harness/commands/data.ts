import { Command } from 'commander'
import { counted, figure } from '../../mocks/core/figure.ts'
import type { Difference } from '../../mocks/core/persist/copy.ts'
import { EXIT, UsageError, wholeNumber } from './usage.ts'

const part = (name: string) => new Command(name).exitOverride().showHelpAfterError('See "rehearsal data --help".')

export const dataCommand = () =>
  new Command('data')
    .description('Export, import and compare what "rehearsal up --data" keeps')
    .addCommand(
      part('export')
        .description('write all that a data folder holds to one file')
        .argument('<folder>', 'what --data named')
        .argument('<file>', 'a new file')
        .option('--tokens', 'tokens too: whoever has the file is signed in', false)
        .action(exported),
    )
    .addCommand(
      part('import')
        .description('make a new data folder of an exported file')
        .argument('<file>', 'what export wrote')
        .argument('<folder>', 'a folder that is new or empty')
        .action(imported),
    )
    .addCommand(
      part('diff')
        .description('say what the second holds otherwise than the first; tokens are not compared')
        .argument('<before>', 'a data folder, or an exported file')
        .argument('<after>', 'another one')
        .option('--json', 'as JSON', false)
        .option('--limit <number>', 'records to name at the most', wholeNumber('--limit', 1, 1_000_000), 50)
        .action(compared),
    )
    .addHelpText(
      'after',
      `
Examples:
  rehearsal data export ./crm before.json       nobody may be using the folder: stop "up" first
  rehearsal data import before.json ./again     rehearsal up --data ./again goes on from there
  rehearsal data diff before.json ./crm         which records a test changed

Exit: 0 done, or nothing differs; 1 something differs; 2 wrong use.`,
    )

/** What is wrong with a folder or a file is the user's to mend: no stack trace. */
const asUsage = (error: Error): never => {
  throw error.name === 'DataError' ? new UsageError(error.message) : error
}
const copies = () => import('../../mocks/core/persist/copy.ts')
const count = (tables: ReadonlyMap<string, ReadonlyMap<string, unknown>>) => [...tables.values()].reduce((sum, { size }) => sum + size, 0)

async function exported(folder: string, file: string, { tokens }: { tokens: boolean }): Promise<void> {
  const { exportData } = await copies()
  const { world, tables } = await exportData(folder, file, { tokens }).catch(asUsage)
  process.stdout.write(`${file}  ${counted(count(tables), 'record')} of the World "${world}"${tokens ? ', tokens included' : ', without tokens'}\n`)
}

async function imported(file: string, folder: string): Promise<void> {
  const { importData } = await copies()
  const { world, tables } = await importData(file, folder).catch(asUsage)
  process.stdout.write(`${folder}  ${counted(count(tables), 'record')} of the World "${world}"\n`)
}

async function compared(before: string, after: string, { json, limit }: { json: boolean; limit: number }): Promise<void> {
  const { compareData, readKept } = await copies()
  const found = compareData(await readKept(before).catch(asUsage), await readKept(after).catch(asUsage))
  process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : shown(found, limit))
  process.exitCode = found.length > 0 ? EXIT.findings : EXIT.held
}

const SIGN = { added: '+', removed: '-', changed: '~' } as const

function shown(found: readonly Difference[], limit: number): string {
  const lines = found.slice(0, limit).map(({ what, table, id, members }) => `${SIGN[what]} ${table} ${id}${members?.length ? `  ${members.join(', ')}` : ''}`)
  const more = found.length > limit ? [`... and ${figure(found.length - limit)} more (--limit, or --json for all)`] : []
  const of = (kind: Difference['what']) => found.filter(({ what }) => what === kind).length
  return `${[...lines, ...more, found.length === 0 ? 'Nothing differs.' : `${of('added')} added, ${of('removed')} removed, ${of('changed')} changed`].join('\n')}\n`
}
