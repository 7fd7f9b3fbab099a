import { Command, Option } from 'commander'
import type { Probe } from '../contracts/probe.ts'
import type { Recordable } from '../contracts/probes/index.ts'
import { EXIT, UsageError, webAddress } from './usage.ts'

interface RecordOptions {
  target: string
  as?: Recordable
  out?: string
  writes: boolean
  probes?: string
}

export const recordCommand = () =>
  new Command('record')
    .description('Ask a real organisation what the stand-ins imitate, and keep the forms of its answers as a fixture')
    .requiredOption(
      '--target <url>',
      'the organisation, the account, or https://login.microsoftonline.com',
      webAddress('--target', 'https://contoso-test.crm.dynamics.com'),
    )
    .addOption(new Option('--as <system>', 'which system it is, where its address does not say it').choices(['entra', 'dynamics', 'zendesk']))
    .option('--out <file>', 'where the fixture goes (default: fixtures/<system>.json)')
    .option('--writes', 'also what makes a record, changes it and deletes it again: on an organisation for tests only', false)
    .option('--probes <file>', 'questions of your own (YAML) behind the standard ones')
    .addHelpText(
      'after',
      `
Examples:
  rehearsal record --target https://contoso-test.crm.dynamics.com
  rehearsal record --target https://contoso-test.zendesk.com --writes --out fixtures/zendesk.json
  rehearsal record --target https://login.microsoftonline.com
  rehearsal drift fixtures/*.json                 where the stand-ins differ from what was recorded

A fixture has statuses, names of headers, names and order of members and types of values: no record, no name, no
secret. Of refusals it has the vendor's words. Credentials come from the environment:
  REHEARSAL_TENANT_ID, REHEARSAL_CLIENT_ID, REHEARSAL_CLIENT_SECRET   an application of Entra ID (Dynamics, Entra ID)
  REHEARSAL_SCOPE                                                     for Entra ID: https://contoso.crm.dynamics.com/.default
  REHEARSAL_EMAIL, REHEARSAL_API_TOKEN                                an agent and an API token (Zendesk)
  REHEARSAL_TOKEN                                                     or an access token that is there already

Questions of your own: a list, such as
  - { name: my flow's view, path: "/api/data/v9.2/accounts?$select=name&$top=1" }`,
    )
    .action(record)

async function record(options: RecordOptions): Promise<void> {
  try {
    const { credentialsFrom } = await import('../contracts/credentials.ts')
    const { probesOf } = await import('../contracts/probes/index.ts')
    const { recordFrom } = await import('../contracts/record.ts')
    const { saveReport } = await import('../report/save.ts')
    const system = options.as ?? systemAt(options.target)
    const probes = [...probesOf(system, options.writes), ...(options.probes === undefined ? [] : await ownProbes(options.probes, options.writes))]
    const twice = probes.find(({ name }, i) => probes.findIndex((other) => other.name === name) < i)
    if (twice) throw new UsageError(`Two questions are named "${twice.name}": drift would take one's answer for the other's. Give yours another name.`)
    const fixture = await recordFrom(options.target, system, probes, credentialsFrom(process.env))
    const out = options.out ?? `fixtures/${system}.json`
    await saveReport(out, `${JSON.stringify(fixture, null, 2)}\n`)
    process.stdout.write(`${out}: ${fixture.exchanges.length} answers of ${system} recorded, forms only. Compare: rehearsal drift ${out}\n`)
    process.exitCode = EXIT.held
  } catch (error) {
    throw error instanceof Error && ['CredentialsError', 'ReportError', 'TargetError'].includes(error.name) ? new UsageError(error.message) : error
  }
}

function systemAt(target: string): Recordable {
  const host = new URL(target).hostname
  if (host.endsWith('.zendesk.com')) return 'zendesk'
  if (host.endsWith('.dynamics.com')) return 'dynamics'
  if (/^login\.(microsoftonline|windows)\./.test(host)) return 'entra'
  throw new UsageError(`The address ${host} does not say which system it is: add --as dynamics, --as zendesk or --as entra.`)
}

async function ownProbes(file: string, writes: boolean): Promise<Probe[]> {
  const { readFile } = await import('node:fs/promises')
  const { parse } = await import('yaml')
  const { z } = await import('zod')
  const { probeSchema } = await import('../contracts/probe.ts')
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`There is no file ${file}.`)
  })
  const data = await Promise.resolve(text)
    .then((yaml) => parse(yaml) as unknown)
    .catch((error: Error) => {
      throw new UsageError(`${file} is not YAML: ${error.message}`)
    })
  const read = z.array(probeSchema).safeParse(data)
  if (read.success) return read.data.filter((probe) => writes || !probe.writes)
  const [issue] = read.error.issues
  throw new UsageError(
    `${file}: ${issue?.path.join('.') || 'the whole file'}: ${issue?.message}. Expected a list such as [{ name: accounts, path: /api/data/v9.2/accounts }].`,
  )
}
