import { asText } from '../expressions/value.ts'
import type { ActivityKind } from '../here.ts'
import { parseOutputs } from './outputs.ts'

/** Parses what a variable holds (documented). JSON only. */
export const parse: ActivityKind = (here) => {
  const type = here.text('contentType') || 'JSON'
  if (type.toUpperCase() !== 'JSON') return here.fault(`parsing ${type} is not imitated; JSON is.`)
  const input = here.text('inputVariable')
  const source = input.includes('{{') ? input : `{{${input}}}`
  return parseOutputs(here, asText(here.value(source, 'inputVariable'))) ? 'default' : 'error'
}
