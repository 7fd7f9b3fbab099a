import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Remark, readText } from '../documents/open-yaml.ts'
import type { CrmConfiguration } from './schema.ts'

/** R019: an ID is one configuration's own. Looked for among the files beside it, in their first words only. */
export function checkSiblings(file: string, { id }: Pick<CrmConfiguration, 'id'>): Remark[] {
  if (id === undefined) return []
  const folder = dirname(file)
  const line = new RegExp(`^id: *["']?${id.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']? *(#.*)?$`, 'm')
  const same = readdirSync(folder).find((name) => {
    if (!/\.ya?ml$/i.test(name) || name === basename(file)) return false
    const text = readText(join(folder, name))
    return typeof text === 'string' && line.test(text) && /^integrationType:/m.test(text)
  })
  if (same === undefined) return []
  const message = `${same} has the same configuration ID: a script that names it could mean either.`
  return [{ path: ['id'], rule: 'R019', severity: 'warning', message, mend: 'Give each configuration an ID of its own, or leave it out.' }]
}
