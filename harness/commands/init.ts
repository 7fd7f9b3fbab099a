import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Command } from 'commander'
import { UsageError } from './usage.ts'

interface InitOptions {
  project: boolean
}

type Files = [path: string, text: string][]

export const initCommand = () =>
  new Command('init')
    .description('Start: in an empty folder a whole project with tests, a contract and a scenario; in a project a folder with a scenario')
    .argument('[folder]', 'made if it is not there; nothing in it is overwritten (default: rehearsals, or the empty folder that this is)')
    .option('--project', 'a whole project, in the folder', false)
    .addHelpText(
      'after',
      `
Examples:
  rehearsal init                      in an empty folder: a project; npm install && npm test does the rest
  rehearsal init                      in a project: a scenario and its configurations in rehearsals/
  rehearsal init test/crm && rehearsal play test/crm
  rehearsal init my-integration --project

Without an installation: npx crm-rehearsal init`,
    )
    .action(init)

async function init(folder: string | undefined, { project }: InitOptions): Promise<void> {
  if (folder === '') throw new UsageError('init takes a folder; "." is the one that this is.')
  const whole = project || (folder === undefined && isEmpty('.'))
  const target = folder ?? (whole ? '.' : 'rehearsals')
  const files = whole ? await projectFiles(target) : await scenarioFiles(target)
  await write(target, files)
  const shown = files.map(([path]) => `  ${join(target, path)}`).join('\n')
  const { asArgument } = await import('../report/repeat.ts')
  const named = asArgument(target)
  const next = whole ? `Try it:  ${target === '.' ? '' : `cd ${named} && `}npm install && npm test` : `Play it:  npx rehearsal play ${named}`
  process.stdout.write(`${shown}\n\n${next}\n`)
}

/** What a fresh repository has before anything is in it. */
const FRESH = /^(\.git.*|\.editorconfig|\.vscode|\.idea|README(\.md)?|LICEN[CS]E(\..*)?)$/i
const isEmpty = (folder: string) => readdirSync(folder).every((name) => FRESH.test(name)) && !isInProject(resolve(folder))

function isInProject(folder: string): boolean {
  if (existsSync(join(folder, 'package.json'))) return true
  return dirname(folder) !== folder && isInProject(dirname(folder))
}

async function write(folder: string, files: Files): Promise<void> {
  const { writeFile } = await import('node:fs/promises')
  const { makeFolder } = await import('../../mocks/core/make-folder.ts')
  const taken = files.filter(([path]) => existsSync(join(folder, path))).map(([path]) => path)
  if (taken.length > 0) throw new UsageError(`${folder} has ${taken.join(', ')} already; nothing was written. Choose another folder, or move them away.`)
  try {
    for (const [path, text] of files) {
      await makeFolder(dirname(join(folder, path)))
      await writeFile(join(folder, path), text, { flag: 'wx' })
    }
  } catch (error) {
    throw new UsageError(`${folder} cannot be written: ${(error as Error).message}`)
  }
}

/** The configurations are those that the packaged scenarios use, so that what a user starts from is what is played every day. */
async function scenarioFiles(folder: string): Promise<Files> {
  const { firstCall, readme } = await import('./starter.ts')
  return [
    ['README.md', readme(folder)],
    ['first-call.yaml', firstCall],
    ['scenario.schema.json', await packaged('scenario.schema.json')],
    ['configuration.schema.json', await packaged('configuration.schema.json')],
    ['configurations/support.dynamics.yaml', await packaged('configurations/support.dynamics.yaml')],
    ['configurations/support.zendesk.yaml', await packaged('configurations/support.zendesk.yaml')],
  ]
}

/** The starter's integration speaks to Dynamics. A README or a .gitignore that is there already stays. */
async function projectFiles(folder: string): Promise<Files> {
  const { starterProject, packageName } = await import('./starter-project.ts')
  const { firstCall } = await import('./starter.ts')
  const own = await starterProject(packageName(basename(resolve(folder))))
  const scenario: Files = [
    ['rehearsals/first-call.yaml', firstCall.replace('crm: [dynamics, zendesk]', 'crm: [dynamics]').replace(' and support.zendesk.yaml', '')],
    ['rehearsals/scenario.schema.json', await packaged('scenario.schema.json')],
    ['rehearsals/configuration.schema.json', await packaged('configuration.schema.json')],
    ['rehearsals/configurations/support.dynamics.yaml', await packaged('configurations/support.dynamics.yaml')],
  ]
  return [...own.filter(([path]) => !(/^(README\.md|\.gitignore)$/.test(path) && existsSync(join(folder, path)))), ...scenario]
}

async function packaged(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const { packagedScenarios } = await import('../scenario/library.ts')
  return readFile(join(packagedScenarios(), path), 'utf8')
}
