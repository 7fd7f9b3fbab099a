import type { Path } from '../documents/open-yaml.ts'
import { configurationJsonSchema } from './json-schema.ts'

/** As much of a JSON Schema as says what may stand where. */
interface Schema {
  properties?: Readonly<Record<string, Schema>>
  additionalProperties?: Schema | boolean
  items?: Schema
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  const?: unknown
}

const variants = (schema: Schema): readonly Schema[] => [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(variants)]

function within({ properties = {}, additionalProperties, items }: Schema, key: PropertyKey): readonly Schema[] {
  if (typeof key === 'number') return items ? [items] : []
  const own = Object.hasOwn(properties, key) ? properties[String(key)] : additionalProperties
  return typeof own === 'object' ? [own] : []
}

let root: Schema | undefined

/** Everything that the schema allows at a place of a configuration, of either integration type. */
const schemasAt = (path: Path): readonly Schema[] =>
  path.reduce<readonly Schema[]>(
    (schemas, key) => schemas.flatMap((schema) => within(schema, key)).flatMap(variants),
    variants((root ??= configurationJsonSchema() as Schema)),
  )

/** Names of the members that a mapping may have at this place. */
export const membersAt = (path: Path): readonly string[] => [...new Set(schemasAt(path).flatMap(({ properties = {} }) => Object.keys(properties)))]

/** Words of which one must stand at this place, where one of a variant's own must. */
export const wordsAt = (path: Path): readonly string[] => [
  ...new Set(schemasAt(path).flatMap((schema) => (typeof schema.const === 'string' ? [schema.const] : []))),
]
