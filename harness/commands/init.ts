import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { UsageError } from './usage.ts'

export const initCommand = () =>
  new Command('init')
    .description('Make a folder to start from: a scenario, its CRM configurations, and how to play them')
    .argument('[folder]', 'made if it is not there; nothing in it is overwritten', 'rehearsals')
    .addHelpText(
      'after',
      `
Examples:
  rehearsal init
  rehearsal init test/crm && rehearsal play test/crm`,
    )
    .action(init)

async function init(folder: string): Promise<void> {
  const { mkdir, writeFile } = await import('node:fs/promises')
  const { dirname } = await import('node:path')
  const files = await starter(folder)
  const taken = files.filter(([path]) => existsSync(join(folder, path))).map(([path]) => path)
  if (taken.length > 0) throw new UsageError(`${folder} has ${taken.join(', ')} already; nothing was written. Choose another folder, or move them away.`)
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text, { flag: 'wx' })
    }
  } catch (error) {
    throw new UsageError(`${folder} cannot be written: ${(error as Error).message}`)
  }
  process.stdout.write(`${files.map(([path]) => `  ${join(folder, path)}`).join('\n')}\n\nPlay it:  npx rehearsal play ${folder}\n`)
}

/** The configurations are those that the packaged scenarios use, so that what a user starts from is what is played every day. */
async function starter(folder: string): Promise<[path: string, text: string][]> {
  const { readFile } = await import('node:fs/promises')
  const { packagedScenarios } = await import('../scenario/library.ts')
  const { firstCall, readme } = await import('./starter.ts')
  const packaged = (path: string) => readFile(join(packagedScenarios(), path), 'utf8')
  return [
    ['README.md', readme(folder)],
    ['first-call.yaml', firstCall],
    ['scenario.schema.json', await packaged('scenario.schema.json')],
    ['configurations/support.dynamics.yaml', await packaged('configurations/support.dynamics.yaml')],
    ['configurations/support.zendesk.yaml', await packaged('configurations/support.zendesk.yaml')],
  ]
}
