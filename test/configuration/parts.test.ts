import { expect, test } from 'vitest'
import { checkPart, type Part } from '../../harness/commands/check-part.ts'
import { fileOf } from './files.ts'

const said = (text: string, part: Part) => checkPart(fileOf(text), part).map(({ line, rule, severity }) => `${line} ${severity} ${rule}`)

test('a mapping in a file of its own is checked as inside a configuration, and nothing is said of what is around it', () => {
  const shown = (fields: string) => said(`name: Card\nentities:\n  contact: [${fields}]\n`, 'dynamic data mapping')
  expect(shown('fullname, telephone1')).toEqual([])
  expect(shown('fullname, telefone1')).toEqual(['3 warning R045'])
  const mapped = (field: string, data: string) =>
    said(`name: Voice\nentities:\n  contact:\n    ${field}: { channel: Script Variable, data: ${data} }\n`, 'data memorialization mapping')
  expect(mapped('jobtitle', 'customertier')).toEqual([])
  expect(mapped('jobtitel', 'CustomerTier')).toEqual(['4 warning R021', '4 error R032'])
  expect(said('name: "  "\nentities: {}\n', 'data memorialization mapping')).toEqual(['1 error R041'])
})
