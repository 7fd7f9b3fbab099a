import { dirname, resolve } from 'node:path'
import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Remark } from '../documents/open-yaml.ts'
import type { Activity, Flow } from '../webex/format.ts'
import { isFlow, loadFlow } from '../webex/load.ts'
import type { CrmConfiguration } from './schema.ts'

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

function connectors({ webex, integrationType, authentication }: CrmConfiguration, activities: readonly Activity[]): Remark[] {
  const named = webex?.connectors ?? []
  if (named.length === 0) return []
  const known = named.flatMap(({ id, name }) => [name, ...(id ? [id] : [])])
  const wanted = activities.filter(({ type, properties }) => type === 'http-request-v2' && properties.authenticated !== false)
  const missing = named.some(({ id }) => id === undefined) ? [] : wanted.filter(({ properties }) => !known.includes(String(properties.connectorId ?? '')))
  const crm = 'url' in authentication ? authentication.url : undefined
  return [
    ...missing.map(({ name, properties }) =>
      remark(
        ['webex', 'connectors'],
        'error',
        `${name} asks through the connector ${String(properties.connectorId)}, which is not configured.`,
        'Give a connector this id, or one connector none: it serves every id that no other has.',
      ),
    ),
    ...named.flatMap(({ name, baseUrl, authentication: way }, i) =>
      integrationType === 'Microsoft Dynamics 365' && crm && baseUrl.startsWith(crm) && way.type !== 'OAuth 2.0'
        ? [
            remark(
              ['webex', 'connectors', i, 'authentication'],
              'error',
              `The connector ${name} reaches Dynamics with "${way.type}", which Dynamics refuses.`,
              'Register an application in Microsoft Entra ID and write { type: OAuth 2.0, tokenUrl, clientId, clientSecret, scope }.',
            ),
          ]
        : [],
    ),
  ]
}

function variables({ webex }: CrmConfiguration, { variables: declared }: Flow): Remark[] {
  const names = declared.map(({ name }) => name)
  return Object.keys(webex?.variables ?? {})
    .filter((name) => !names.includes(name))
    .map((name) =>
      remark(['webex', 'variables', name], 'error', `The flow has no variable "${name}".${didYouMean(name, names)}`, `It has ${names.join(', ') || 'none'}.`),
    )
}

const queues = (activities: readonly Activity[]): Remark[] =>
  activities
    .filter(
      ({ type, properties }) =>
        type === 'queue-contact' && !['destination', 'destination_name', 'destination:name', 'queueId', 'destinationVariable'].some((name) => properties[name]),
    )
    .map(({ name }) => remark(['webex', 'flow'], 'error', `${name} has no queue: callers end in its failure outcome.`, 'Choose a queue in the flow.'))

/** The address that agents open the CRM at, of this configuration. */
const domainOf = (configuration: CrmConfiguration): string | undefined =>
  'external_screenpop_domain_md' in configuration ? configuration.external_screenpop_domain_md : configuration.external_screenpop_domain_zen

function screenPops(configuration: CrmConfiguration, activities: readonly Activity[], flow: Flow): Remark[] {
  const domain = domainOf(configuration)
  const values = new Map(flow.variables.map(({ name, value }) => [name, configuration.webex?.variables[name] ?? value]))
  if (!domain) return []
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
