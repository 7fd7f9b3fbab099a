import { z } from 'zod'
import { namesAt } from '../../mocks/core/schema/names.ts'
import type { Path } from '../documents/open-yaml.ts'
import { crmConfigurationSchema } from './schema.ts'

type Schema = { oneOf?: { properties: Record<string, unknown> }[]; anyOf?: { properties: Record<string, unknown> }[] }

/** For editors: what may be written, before defaults. An authentication may be another configuration's, by its name (R011). */
export function configurationJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(crmConfigurationSchema, { io: 'input', unrepresentable: 'any' }) as Schema
  for (const { properties } of schema.oneOf ?? schema.anyOf ?? []) {
    properties.authentication = {
      anyOf: [{ type: 'string', minLength: 1, description: 'The name of one that another configuration of the folder makes' }, properties.authentication],
    }
  }
  return { ...schema, title: 'A CRM configuration of crm-rehearsal' }
}

let made: Record<string, unknown> | undefined

/** Names of the members that a mapping may have at this place, of either integration type. */
export const membersAt = (path: Path): readonly string[] => namesAt((made ??= configurationJsonSchema()), path)
