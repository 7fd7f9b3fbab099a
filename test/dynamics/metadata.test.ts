import { XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { organization } from './organization.ts'

test('metadata that is not imitated says so: a count, a member by itself; one that is selected is left out, and the journal tells', async () => {
  const { get, world } = organization()
  const contact = "EntityDefinitions(LogicalName='contact')"
  for (const path of ['EntityDefinitions/$count', `${contact}/SchemaName`, `${contact}/Attributes/$count`])
    expect((await get(path)).body.error.message).toMatch(/^crm-rehearsal does not imitate/)
  for (const path of [`${contact}/Nothing`, 'RelationshipDefinitions/Nothing']) expect((await get(path)).status).toBe(404)
  expect(Object.keys((await get(`${contact}?$select=SchemaName,IsReadingPaneEnabled`)).body)).toEqual(['@odata.context', 'MetadataId', 'SchemaName'])
  expect(world.journal.all().at(-1)?.remarks).toContainEqual({ kind: 'ignored', what: expect.stringContaining('IsReadingPaneEnabled') })
})

test('the metadata of states and of reasons names which belong together', async () => {
  const { get } = organization()
  const optionsOf = async (column: string, type: string) =>
    (
      await get(
        `EntityDefinitions(LogicalName='incident')/Attributes(LogicalName='${column}')/Microsoft.Dynamics.CRM.${type}AttributeMetadata?$expand=OptionSet`,
      )
    ).body.OptionSet.Options
  expect(await optionsOf('statecode', 'State')).toMatchObject([
    { Value: 0, DefaultStatus: 1 },
    { Value: 1, DefaultStatus: 5 },
    { Value: 2, DefaultStatus: 6 },
  ])
  expect(await optionsOf('statuscode', 'Status')).toEqual(expect.arrayContaining([expect.objectContaining({ Value: 5, State: 1 })]))
})

test('$metadata with annotations tells labels, what is computed, and alternate keys', async () => {
  const { get } = organization({ seed: { customization: { keys: { account: [{ name: 'number', columns: ['accountnumber'] }] } } } })
  const plain = (await get('$metadata')).body as string
  const annotated = (await get('$metadata?annotations=true')).body as string
  expect(plain).not.toContain('<Annotation')
  const account = /<EntityType Name="account".*?<\/EntityType>/s.exec(annotated)?.[0] ?? ''
  expect(account).toMatch(
    /<Property Name="createdon" Type="Edm.DateTimeOffset"><Annotation Term="Org.OData.Core.V1.Description" String="Created On" \/><Annotation Term="Org.OData.Core.V1.Computed" Bool="true" \/><\/Property>/,
  )
  expect(account).toContain('<PropertyValue Property="Name" PropertyPath="accountnumber" />')
  expect(XMLValidator.validate(annotated)).toBe(true)
})
