import { readFileSync } from 'node:fs'
import { checks } from '../configuration/checks.ts'
import { standardEntities } from '../configuration/entities.ts'
import { crmConfigurationSchema } from '../configuration/schema.ts'
import { shapeComplaints } from '../configuration/shape.ts'
import type { Complaint } from '../documents/complaint.ts'
import { located, type OpenYaml, openYaml, type Path } from '../documents/open-yaml.ts'

/** A mapping or a Studio script in a file of its own. */
export type Part = 'data memorialization mapping' | 'dynamic data mapping' | 'Studio script'

type Plain = Record<string, unknown>
const isPlain = (value: unknown): value is Plain => value !== null && typeof value === 'object' && !Array.isArray(value)

/**
 * Checks a part as it would be checked inside a configuration: around it goes the smallest one that makes no complaints of
 * its own, and what is said about those surroundings is left out.
 */
export function checkPart(file: string, part: Part): Complaint[] {
  const yaml = openYaml(file, readFileSync(file, 'utf8'))
  if (yaml.complaints.length > 0) return yaml.complaints
  const prefix: Path = part === 'Studio script' ? ['studioScript'] : [part === 'dynamic data mapping' ? 'dynamicData' : 'dataMemorialization', 0]
  const inside = (path: Path) => prefix.every((key, i) => path[i] === key)
  const surrounded: OpenYaml = {
    ...yaml,
    data: surround(yaml.data, part),
    place: (path, key) => yaml.place(inside(path) ? path.slice(prefix.length) : [], key),
  }
  const parsed = crmConfigurationSchema.safeParse(surrounded.data)
  if (!parsed.success) return shapeComplaints(surrounded, parsed.error)
  return checks
    .flatMap((check) => check(parsed.data, {}))
    .filter(({ path }) => inside(path))
    .map((remark) => located(surrounded, remark))
}

function surround(data: unknown, part: Part): Plain {
  const crm = crmOf(data)
  const url = crm === 'Zendesk' ? 'https://example.zendesk.com' : 'https://example.crm.dynamics.com'
  const credentials = { name: 'example', clientId: 'example', clientSecret: 'example' }
  const around = {
    integrationType: crm,
    name: 'example',
    authentication: crm === 'Zendesk' ? { ...credentials, subdomain: 'example' } : { ...credentials, url, scope: `${url}/.default`, tenantId: 'example' },
    ...(crm === 'Zendesk' ? {} : { external_screenpop_domain_md: url }),
  }
  const name = isPlain(data) ? data.name : undefined
  if (part === 'dynamic data mapping') return { ...around, dynamicData: [data], studioScript: [{ 'AGENT WORKFLOW CONFIGURATION': { search: String(name) } }] }
  if (part === 'data memorialization mapping') {
    const variables = scriptVariables(data)
    return {
      ...around,
      dataMemorialization: [data],
      studioScript: [
        ...variables.map((variable) => ({ ASSIGN: { variable, value: 'x' } })),
        { 'AGENT WORKFLOW CONFIGURATION': { dataMemorialization: String(name) } },
      ],
    }
  }
  const entity = crm === 'Zendesk' ? 'user' : 'contact'
  const field = crm === 'Zendesk' ? 'name' : 'fullname'
  return {
    ...around,
    dataMemorialization: namesIn(data, 'dataMemorialization').map((name) => ({
      name,
      entities: { [entity]: { description: { channel: 'Digital Contact', data: 'Status' } } },
    })),
    dynamicData: [...namesIn(data, 'dynamicData'), ...namesIn(data, 'search')].map((name) => ({ name, entities: { [entity]: [field] } })),
    studioScript: data,
  }
}

/** Which CRM a part is for: a mapping says it by its record types, a script by what it creates. */
function crmOf(data: unknown): 'Zendesk' | 'Microsoft Dynamics 365' {
  const zendesk = standardEntities.Zendesk ?? []
  const entities = isPlain(data) && isPlain(data.entities) ? Object.keys(data.entities) : []
  if (entities.some((name) => zendesk.includes(name))) return 'Zendesk'
  return /Create (User|Ticket|Organization)/i.test(JSON.stringify(data)) ? 'Zendesk' : 'Microsoft Dynamics 365'
}

/** Names that actions of a script give under `key`, each once. */
function namesIn(script: unknown, key: string): string[] {
  const actions = Array.isArray(script) ? script.filter(isPlain).flatMap((action) => Object.values(action).filter(isPlain)) : []
  return [...new Set(actions.flatMap((action) => (typeof action[key] === 'string' ? [action[key]] : [])))]
}

function scriptVariables(mapping: unknown): string[] {
  const entities = isPlain(mapping) && isPlain(mapping.entities) ? Object.values(mapping.entities).filter(isPlain) : []
  const fields = entities.flatMap((entity) => Object.values(entity).filter(isPlain))
  return [...new Set(fields.flatMap(({ channel, data }) => (channel === 'Script Variable' && typeof data === 'string' ? [data] : [])))]
}
