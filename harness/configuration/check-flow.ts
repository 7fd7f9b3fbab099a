import { dirname, resolve } from 'node:path'
import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Remark } from '../documents/open-yaml.ts'
import { connectorFor, connectorNames } from '../webex/connectors.ts'
import type { Activity, Flow } from '../webex/format.ts'
import { isFlow, loadFlow } from '../webex/load.ts'
import { fits, initial } from '../webex/variables.ts'
import type { CrmConfiguration } from './schema.ts'
import { screenPopDomain } from './screen-pop-domain.ts'

/**
 * R081: what must be there before a flow runs. Its file, connectors with the authentication that the CRM wants, variables and
 * queues set, and screen pops that lead to this organisation and not to the one where the template was made.
 */
export function checkFlow(file: string, configuration: CrmConfiguration): Remark[] {
  const { webex } = configuration
  if (!webex) return []
  const loaded = loadFlow(resolve(dirname(file), webex.flow))
  if (!isFlow(loaded))
    return loaded.slice(0, 1).map(({ message, mend }) => remark(['webex', 'flow'], 'error', `The flow ${webex.flow} cannot be used: ${message}`, mend))
  const activities = [...loaded.main.activities.values(), ...loaded.events.activities.values()]
  return [
    ...connectors(configuration, activities),
    ...variables(configuration, loaded),
    ...queues(activities),
    ...screenPops(configuration, activities, loaded),
  ]
}

const remark = (path: (string | number)[], severity: Remark['severity'], message: string, mend?: string): Remark => ({
  path,
  rule: 'R081',
  severity,
  message,
  ...(mend ? { mend } : {}),
})

/** A `${NAME}` is right until it has a value. */
const isOpen = (text: string): boolean => text.includes('${')
const isHttp = (text: string): boolean => isOpen(text) || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))

const OAUTH = '{ type: OAuth 2.0, tokenUrl, clientId, clientSecret, scope }'
/**
 * How a CRM lets a connector in. Documented: the Web API takes OAuth tokens of Microsoft Entra ID only (Microsoft, "Authenticate to Dataverse");
 * Zendesk takes an API token as Basic, or an OAuth token (Zendesk, "Security and authentication").
 */
const SIGN_INS: Readonly<Record<CrmConfiguration['integrationType'], { called: string; takes: readonly string[]; mend: string }>> = {
  'Microsoft Dynamics 365': { called: 'Dynamics', takes: ['OAuth 2.0'], mend: `Register an application in Microsoft Entra ID and write ${OAUTH}.` },
  Zendesk: {
    called: 'Zendesk',
    takes: ['OAuth 2.0', 'Basic', 'Bearer'],
    mend: `Write { type: Basic, username: NAME@example.com/token, password }, or ${OAUTH}.`,
  },
}

function connectors({ webex, integrationType, authentication }: CrmConfiguration, activities: readonly Activity[]): Remark[] {
  const named = webex?.connectors ?? []
  if (named.length === 0) return []
  const missing = activities.flatMap(({ name, type, properties }) => {
    const wanted = type === 'http-request-v2' ? connectorNames(properties) : undefined
    return wanted && !connectorFor(named, wanted) ? [{ name, wanted }] : []
  })
  const crm = 'url' in authentication ? authentication.url : authentication.subdomain
  const { called, takes, mend } = SIGN_INS[integrationType]
  return [
    ...missing.map(({ name, wanted }) =>
      remark(
        ['webex', 'connectors'],
        'error',
        `${name} asks through ${wanted.length > 0 ? `the connector ${wanted.join(', ')}` : 'a connector without an id'}, which is not configured.`,
        'Give a connector this id, or one connector none: it serves every id that no other has.',
      ),
    ),
    ...named.flatMap(({ id, name, baseUrl, authentication: way }, i) => {
      const at = ['webex', 'connectors', i]
      const address = (path: (string | number)[], what: string, value: string) =>
        isHttp(value)
          ? []
          : [remark([...at, ...path], 'error', `The ${what} of the connector ${name}, "${value}", is no http address.`, 'Write it from https:// on.')]
      return [
        ...address(['baseUrl'], 'baseUrl', baseUrl),
        ...(way.type === 'OAuth 2.0' ? address(['authentication', 'tokenUrl'], 'tokenUrl', way.tokenUrl) : []),
        ...(id !== undefined && named.findIndex((one) => one.id === id) < i
          ? [remark([...at, 'id'], 'error', `Two connectors have the id "${id}": only the first is ever asked.`, 'Give each an id of its own.')]
          : []),
        ...(baseUrl.startsWith(crm) && !takes.includes(way.type)
          ? [remark([...at, 'authentication'], 'error', `The connector ${name} reaches ${called} with "${way.type}", which ${called} refuses.`, mend)]
          : []),
      ]
    }),
  ]
}

function variables({ webex }: CrmConfiguration, { variables: declared }: Flow): Remark[] {
  const types = new Map(declared.map(({ name, type }) => [name, type]))
  return Object.entries(webex?.variables ?? {}).flatMap(([name, value]) => {
    const error = (message: string, mend: string) => [remark(['webex', 'variables', name], 'error', message, mend)]
    const type = types.get(name)
    if (type === undefined)
      return error(`The flow has no variable "${name}".${didYouMean(name, types.keys())}`, `It has ${[...types.keys()].join(', ') || 'none'}.`)
    if (isOpen(value) || fits(type, value)) return []
    return error(
      `The flow's variable "${name}" is ${type}, and "${value}" is none: a call would begin with ${JSON.stringify(initial(type, value))}.`,
      `Write a value that is ${type}${type === 'BOOLEAN' ? ', "true" or "false"' : ''}.`,
    )
  })
}

const queues = (activities: readonly Activity[]): Remark[] =>
  activities
    .filter(
      ({ type, properties }) =>
        type === 'queue-contact' && !['destination', 'destination_name', 'destination:name', 'queueId', 'destinationVariable'].some((name) => properties[name]),
    )
    .map(({ name }) => remark(['webex', 'flow'], 'error', `${name} has no queue: callers end in its failure outcome.`, 'Choose a queue in the flow.'))

function screenPops(configuration: CrmConfiguration, activities: readonly Activity[], flow: Flow): Remark[] {
  const domain = screenPopDomain(configuration)
  const values = new Map(flow.variables.map(({ name, value }) => [name, configuration.webex?.variables[name] ?? value]))
  // What is no address is said by whoever checks addresses.
  if (isOpen(domain) || !URL.canParse(domain)) return []
  return activities
    .filter(({ type }) => type === 'screen-pop')
    .flatMap(({ name, properties }) => {
      const url = String(properties.screenPopUrl ?? '').replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, variable: string) => values.get(variable) ?? whole)
      if (!URL.canParse(url) || new URL(url).host === new URL(domain).host) return []
      return [
        remark(
          ['webex', 'flow'],
          'warning',
          `${name} opens ${new URL(url).host}, and agents work at ${new URL(domain).host}.`,
          'Set the address of the screen pop in the flow, or its variable under "variables".',
        ),
      ]
    })
}
