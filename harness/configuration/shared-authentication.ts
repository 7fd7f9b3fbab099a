import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { didYouMean } from '../../mocks/core/nearest.ts'
import { openYaml, type Remark, readText, type Variables } from '../documents/open-yaml.ts'
import { integrationTypes } from './schema.ts'

type Plain = Record<string, unknown>
const isPlain = (value: unknown): value is Plain => value !== null && typeof value === 'object' && !Array.isArray(value)

/**
 * R011: a configuration may choose an authentication that exists instead of making one: `authentication: main` is the one of that
 * name which another configuration of the folder makes, for the same CRM. Answers the data with it in place, or what is wrong.
 */
export function withAuthentication(file: string, data: unknown, variables: Variables | undefined): { data: unknown } | { remark: Remark } {
  if (!isPlain(data) || typeof data.authentication !== 'string') return { data }
  const { authentication: name, integrationType } = data
  // For which CRM comes first; the schema says what is wrong with it.
  if (!integrationTypes.some((type) => type === integrationType)) return { data }
  const made = authenticationsIn(file, variables).filter((one) => one.integrationType === integrationType)
  const fitting = made.filter(({ authentication }) => authentication.name === name)
  const remark = (message: string, mend: string) => ({ remark: { path: ['authentication'], rule: 'R011', severity: 'error', message, mend } as const })
  const [first, ...others] = fitting
  if (!first) {
    const names = [...new Set(made.map(({ authentication }) => String(authentication.name)))]
    const known = names.length > 0 ? `There are ${names.join(', ')}.` : 'There is none.'
    return remark(
      `No configuration beside this one has an authentication "${name}" for ${String(integrationType)}. ${known}${didYouMean(name, names)}`,
      'Name one that is there, or write a new one: authentication: { name, url, ... }.',
    )
  }
  const other = others.find(({ authentication }) => JSON.stringify(authentication) !== JSON.stringify(first.authentication))
  if (other) {
    return remark(
      `The authentication "${name}" is made twice, and not alike: in ${basename(first.file)} and in ${basename(other.file)}.`,
      'Give one of them another name.',
    )
  }
  return { data: { ...data, authentication: first.authentication } }
}

/** The new authentications that configurations beside this one make, in the order of their files. */
function authenticationsIn(file: string, variables: Variables | undefined): { file: string; integrationType: unknown; authentication: Plain }[] {
  const folder = dirname(file)
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/i.test(name) && name !== basename(file))
  return names.sort().flatMap((name) => {
    const other = join(folder, name)
    const text = readText(other)
    if (typeof text !== 'string' || !/^authentication:/m.test(text)) return []
    const { data } = openYaml(other, text, variables)
    return isPlain(data) && isPlain(data.authentication) ? [{ file: other, integrationType: data.integrationType, authentication: data.authentication }] : []
  })
}
