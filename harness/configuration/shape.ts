import type { z } from 'zod'
import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Complaint } from '../documents/complaint.ts'
import { located, type OpenYaml, type Path, type Remark } from '../documents/open-yaml.ts'
import { quote } from '../rules/words.ts'
import { membersAt } from './json-schema.ts'
import { integrationTypes } from './schema.ts'

type Issue = z.core.$ZodIssue

const at = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[key] : undefined), data)

const among = (words: readonly string[]) => words.map((word) => `"${word}"`).join(', ')
const isScalar = (value: unknown): value is number | boolean => typeof value === 'number' || typeof value === 'boolean'
const kind = (value: unknown) =>
  value === null || value === undefined ? 'nothing' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a mapping' : `a ${typeof value}`

/** What the schema says of the file's shape, in a user's words, each at its line. */
export function shapeComplaints(yaml: OpenYaml, error: z.ZodError): Complaint[] {
  return error.issues.flatMap((issue) => remarks(yaml.data, issue, []).map((remark) => located(yaml, remark)))
}

function remarks(data: unknown, issue: Issue, base: Path): Remark[] {
  const path = [...base, ...issue.path]
  const value = at(data, path)
  const said = path.length === 0 ? 'The file' : `"${path.map(String).join('.')}"`
  const error = (rest: Omit<Remark, 'severity' | 'path'> & { path?: Path }): Remark => ({ path, severity: 'error', ...rest })
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = membersAt(path)
      const [other, by] = path[0] === 'webex' ? ['type of authentication', 'type'] : ['integration type', 'integrationType']
      return issue.keys.map((key) => {
        const here = { path: [...path, key], key: true }
        return known.includes(key)
          ? error({ ...here, message: `"${key}" is for another ${other}.`, mend: `Remove it, or correct "${by}".` })
          : error({ ...here, message: `"${key}" is not known here.${didYouMean(key, known)}`, mend: 'Remove it, or correct its name.' })
      })
    }
    case 'invalid_type':
      if (value === undefined)
        return [error({ message: `${said} is missing.${MEANING[String(path.at(-1))] ?? ''}`, ...ruleOf(path), mend: `Add ${said}${example(path)}.` })]
      return [
        error({
          message: `${said} is ${kind(value)}; expected ${expected(issue.expected)}.`,
          ...ruleOf(path),
          mend: mendKind(path) ?? (issue.expected === 'string' && isScalar(value) ? `Write it in quotes: "${value}".` : `Write ${expected(issue.expected)}.`),
        }),
      ]
    case 'invalid_value':
      return [error(notOneOf(said, value, issue.values.map(String), path))]
    case 'too_small':
      return [
        issue.origin === 'number'
          ? error({ message: `${said} is ${value}; expected more than ${issue.minimum}.`, ...ruleOf(path) })
          : error({ message: `${said} is empty.`, ...ruleOf(path), mend: 'Give it a value.' }),
      ]
    case 'invalid_union':
      return path.length > 1 && issue.errors.length === 0
        ? [error(notOneOf(said, value, (issue as { options?: readonly string[] }).options ?? [], path))]
        : union(data, issue, path, error)
    default:
      return [error({ message: `${said}: ${issue.message}` })]
  }
}

function notOneOf(said: string, value: unknown, words: readonly string[], path: Path): Omit<Remark, 'severity' | 'path'> {
  if (value === undefined || value === null)
    return { message: `${said} is ${value === undefined ? 'missing' : 'empty'}.`, ...ruleOf(path), mend: `Write one of ${among(words)}.` }
  return { message: `${quote(value)} is not one of ${among(words)}.${didYouMean(String(value), words)}`, ...ruleOf(path) }
}

/** Of a union, the variant that the user most likely meant: by its discriminator, or by the one key that an action has. */
function union(
  data: unknown,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  error: (rest: Omit<Remark, 'severity' | 'path'>) => Remark,
): Remark[] {
  const value = at(data, path)
  if (path.length > 2) {
    const [, ...forms] = issue.errors
    const inner = value !== null && typeof value === 'object' && !Array.isArray(value) ? (forms.at(-1) ?? []) : []
    if (inner.length > 0) return inner.flatMap((one) => remarks(data, one, path))
    return [error({ message: `"${path.map(String).join('.')}" is ${kind(value)}; expected a name, or a mapping.` })]
  }
  if (path.length <= 1 && !path.includes('studioScript')) {
    const type = at(data, ['integrationType'])
    const absent = type === undefined ? 'missing' : type === null ? 'empty' : undefined
    const message = absent ? `"integrationType" is ${absent}.` : `${quote(type)} is not an integration type.${didYouMean(String(type), integrationTypes)}`
    return [{ ...error({ message, rule: 'R009', mend: `Write one of ${among(integrationTypes)}.` }), path: ['integrationType'] }]
  }
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : []
  const [key] = keys
  if (keys.length !== 1 || key === undefined)
    return [
      error({
        message: `A step of the Studio script is one action; this has ${keys.length}.`,
        mend: `Start each action with "- ": one of ${among(membersAt(path))}.`,
      }),
    ]
  const actions = membersAt(path)
  const index = actions.indexOf(key)
  if (index < 0)
    return [error({ message: `"${key}" is not an action of the Studio script.${didYouMean(key, actions)}`, mend: `Use one of ${among(actions)}.` })]
  return (issue.errors[index] ?? []).flatMap((inner) => remarks(data, inner, path))
}

const expected = (type: string) =>
  ({ string: 'text', array: 'a list', object: 'a mapping', record: 'a mapping', boolean: 'true or false', number: 'a number' })[type] ?? type

/** The two ways to give a payload are easily taken for each other (R054). */
function mendKind(path: Path): string | undefined {
  if (path.at(-1) !== 'payload') return undefined
  return path.at(-2) === 'WORKFLOW EXECUTE'
    ? 'Write the name that a SNIPPET gives it; ENHANCED WORKFLOW EXECUTE takes the payload itself.'
    : 'Write the payload itself; WORKFLOW EXECUTE takes the name of one.'
}

/** What a member that is missing is for, where its name does not say it. */
const MEANING: Readonly<Record<string, string>> = {
  external_screenpop_domain_md: ' Every screen pop of Dynamics begins with it.',
  scope: ' Entra ID gives a token for what it names.',
}

const EXAMPLES: Readonly<Record<string, string>> = {
  external_screenpop_domain_md: 'https://ven12345.crm.dynamics.com',
  url: 'https://ven12345.crm.dynamics.com',
  scope: 'https://ven12345.crm.dynamics.com/.default',
  subdomain: 'https://ven12345.zendesk.com',
}
const example = (path: Path): string => ((text) => (text ? `, for example ${text}` : ''))(EXAMPLES[String(path.at(-1))])

/** Names of something other than the configuration and its authentication. */
const NAMES: Readonly<Record<string, string>> = { 'dataMemorialization.name': 'R041', 'dynamicData.name': 'R052', 'systemUser.name': 'R006' }

const RULES: Readonly<Record<string, string>> = {
  channel: 'R030',
  integrationType: 'R009',
  name: 'R010',
  url: 'R013',
  scope: 'R012',
  tenantId: 'R012',
  clientId: 'R012',
  clientSecret: 'R012',
  subdomain: 'R014',
  external_screenpop_domain_md: 'R016',
  consent: 'R015',
  status: 'R018',
  permissions: 'R004',
}
const ruleOf = (path: Path): { rule?: string } => {
  const rule = path[0] === 'webex' ? 'R081' : (NAMES[path.filter((part) => typeof part === 'string').join('.')] ?? RULES[String(path.at(-1))])
  return rule ? { rule } : {}
}
