import type { Call, Problem, Reply, World } from '../core/index.ts'
import { organizationOf } from './data/organization.ts'
import { preferencesOf, wants } from './preferences.ts'
import { invalidArgument, versionMismatch } from './problems.ts'

/** Codes of what is not Dataverse's own to refuse. */
const COMMON: Record<string, string> = {
  'not-found': '0x80060888',
  'no-http-resource': '',
  'not-json': '0x80048d19',
  'not-imitated': '0x80060888',
  'method-not-allowed': '0x80060888',
}
const UNEXPECTED = { code: '0x80040216', message: 'An unexpected error occurred.' }

const wordsOf = ({ problem, message }: Problem) => ({ code: problem, message })

/** What a fault says that brings no words of its own: by its status the service's own (catalogue; of too many requests documented). */
const BY_STATUS: Record<number, { code: string; message: string }> = {
  400: wordsOf(invalidArgument()),
  403: { code: '0x80040220', message: 'The user does not hold the necessary privileges.' },
  404: { code: '0x80040217', message: 'The specified object was not found.' },
  412: wordsOf(versionMismatch()),
  429: { code: '0x80072322', message: 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.' },
}
const HELP = 'http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException'

/** The one place where a problem gets Dataverse's face. */
export function refuseAsDataverse(found: Problem, call: Pick<Call, 'headers' | 'base'>, world: World): Reply {
  if (found.status === 401) return unauthorized(call, world)
  const { code, message } = saidOf(found)
  return {
    status: found.status,
    headers: { 'content-type': 'application/json; odata.metadata=minimal', 'odata-version': '4.0' },
    body: { error: { code, message, ...annotations(code, message, call) } },
  }
}

function saidOf({ problem, status, message, detail }: Problem): { code: string; message: string } {
  if (problem.startsWith('0x')) return { code: problem, message }
  if (detail?.fault !== true) return { code: typeof detail?.code === 'string' ? detail.code : (COMMON[problem] ?? UNEXPECTED.code), message }
  const words = BY_STATUS[status] ?? UNEXPECTED
  return message === 'Refused by a fault.' ? words : { code: words.code, message }
}

/** What `Prefer` asks to be told of an error, each by its name (documented). No plug-in runs here that could leave a trace. */
function annotations(code: string, message: string, { headers }: Pick<Call, 'headers'>): Record<string, string> {
  const asked = preferencesOf(headers.prefer).annotations
  if (asked.length === 0) return {}
  const told = {
    'Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus': '0',
    'Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode': '2',
    'Microsoft.PowerApps.CDS.HelpLink': `${HELP}%3a${code.slice(2)}&client=platform`,
    'Microsoft.PowerApps.CDS.TraceText': '',
    'Microsoft.PowerApps.CDS.InnerError.Message': message,
  }
  return Object.fromEntries(Object.entries(told).flatMap(([name, value]) => (wants(asked, name) ? [[`@${name}`, value]] : [])))
}

/** Header as the service's own client library parses it (read in its source); the body is not recorded, so it is empty. */
function unauthorized({ base }: Pick<Call, 'base'>, world: World): Reply {
  const uri = `${authority(base, world)}/${organizationOf(world).facts.tenantId}/oauth2/authorize`
  return { status: 401, headers: { 'www-authenticate': `Bearer authorization_uri=${uri}, resource_id=${base}/` } }
}

/**
 * Where to sign in: at Microsoft's own name, or at the socket beside the one that was asked, that no credentials leave the rehearsal.
 * A socket has more names than it was opened under (127.0.0.1, a container's), so its port tells which it is, and it answers under the name that was asked.
 */
function authority(base: string, { origins }: World): string {
  const asked = new URL(base)
  const { dynamics = [], entra = [] } = origins
  const exact = dynamics.indexOf(asked.origin)
  const at = exact < 0 ? dynamics.findIndex((one) => portOf(new URL(one)) === portOf(asked)) : exact
  const beside = entra[at]
  // The first is the vendor's own.
  if (at < 1 || beside === undefined) return 'https://login.microsoftonline.com'
  const there = new URL(beside)
  there.hostname = asked.hostname
  return there.origin + base.slice(asked.origin.length)
}

const portOf = ({ protocol, port }: URL): string => protocol + port
