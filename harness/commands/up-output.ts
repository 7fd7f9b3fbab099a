import { colourful, paintFor } from '../report/paint.ts'
import type { Sandbox } from '../sandbox.ts'
import { version } from '../version.ts'

/** What `--json` prints: everything that a script needs to be configured. */
export function line(sandbox: Sandbox, seed: number, ca: string | undefined) {
  const { tenantId, clientId, clientSecret, scope } = sandbox.dynamics.credentials
  const { email, apiToken, ...zendesk } = sandbox.zendesk.credentials
  return {
    world: sandbox.name,
    seed,
    console: sandbox.console?.url,
    systems: Object.fromEntries(sandbox.systems.map(({ name, url }) => [name, { url }])),
    workflows: sandbox.workflows,
    credentials: {
      entra: { tenantId, clientId, clientSecret, scope },
      zendesk: { clientId: zendesk.clientId, clientSecret: zendesk.clientSecret, email, apiToken },
    },
    ...(ca ? { ca } : {}),
    ...(sandbox.console?.token ? { token: sandbox.console.token } : {}),
  }
}

/** What a person reads. */
export function table(sandbox: Sandbox, seed: number, scale: number, ca: string | undefined): string {
  const { entra, dynamics, zendesk } = sandbox
  const paint = paintFor(colourful(process.stdout))
  const notes: Record<string, string[]> = {
    entra: [`tenant ${entra.credentials.tenantId}`, `client ${entra.credentials.clientId}`, `secret ${entra.credentials.clientSecret}`],
    dynamics: [`scope ${dynamics.credentials.scope}`],
    zendesk: [`${zendesk.credentials.email} / token ${zendesk.credentials.apiToken}`],
  }
  const rows = [
    ['Console', sandbox.console?.url ?? '', sandbox.console?.token ? `token ${sandbox.console.token}` : ''],
    ...sandbox.systems.map(({ name, title, url, holds }) => [title, url, [...(notes[name] ?? []), ...(holds ? [holds] : [])].join('   ')]),
    ['Workflows', sandbox.workflows.url, `bearer ${sandbox.workflows.token}`],
  ] as [string, string, string][]
  if (sandbox.data) rows.push(['Data', sandbox.data.folder, sandbox.data.run === 1 ? 'new' : 'goes on from last time'])
  const wide = Math.max(...rows.map(([, url]) => url.length))
  const row = (label: string, text: string) => `  ${paint.bold(label.padEnd(11))} ${text}`.trimEnd()
  const [first = '', ...others] = [
    ...(ca ? [`export NODE_EXTRA_CA_CERTS=${quoted(ca)} CURL_CA_BUNDLE=${quoted(ca)}`] : []),
    ...sandbox.systems.flatMap(({ tries }) => tries),
  ]
  return `
  ${paint.bold(`Rehearsal ${version}`)} · World ${sandbox.name} · random seed ${seed} · clock real ×${scale}

${rows.map(([label, url, note]) => row(label, `${url.padEnd(wide)}   ${paint.dim(note)}`)).join('\n')}

${[row('Try', first), ...others.map((one) => row('', one))].join('\n')}
${row('Rehearse', 'npx rehearsal play')}
${row('Stop', 'Ctrl-C')}
`
}

const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`)
