import { stableId } from '../data/stable-id.ts'
import { isLookup, type Model, type Table } from '../model/model.ts'
import type { Column, Intersection, Option, Relation } from '../model/types.ts'

/** Metadata as the Web API shows it. Shapes are documented; ids and what nobody asks for are ours. */
export type Definition = Record<string, unknown>

const ENGLISH = 1033

export const label = (text: string): Definition => {
  const one = { Label: text, LanguageCode: ENGLISH, IsManaged: true, MetadataId: stableId(`label ${text}`), HasChanged: null }
  return { LocalizedLabels: [one], UserLocalizedLabel: one }
}
const managed = (value: unknown, name: string): Definition => ({ Value: value, CanBeChanged: false, ManagedPropertyLogicalName: name })

const OWNERSHIP = { user: 'UserOwned', business: 'BusinessOwned', organization: 'OrganizationOwned', none: 'None' } as const

export function entityDefinition(table: Table): Definition {
  return {
    MetadataId: stableId(`entity ${table.name}`),
    HasChanged: null,
    LogicalName: table.name,
    SchemaName: table.schema,
    EntitySetName: table.set,
    LogicalCollectionName: table.set,
    CollectionSchemaName: `${table.schema}s`,
    PrimaryIdAttribute: table.key,
    PrimaryNameAttribute: table.primary,
    ObjectTypeCode: table.code,
    OwnershipType: OWNERSHIP[table.ownership],
    IsActivity: table.base === 'activitypointer',
    IsActivityParty: table.relations.some((relation) => relation.many === 'activityparty'),
    IsCustomEntity: table.custom === true,
    IsIntersect: false,
    IsValidForAdvancedFind: true,
    ChangeTrackingEnabled: true,
    DisplayName: label(table.label),
    DisplayCollectionName: label(table.plural),
    Description: label(''),
  }
}

const ATTRIBUTE: Partial<Record<Column['type'], string>> = {
  Uniqueidentifier: 'UniqueIdentifier',
  Customer: 'Lookup',
  Owner: 'Lookup',
  PartyList: 'Lookup',
  ManagedProperty: 'ManagedProperty',
}
export const attributeClass = (column: Column): string => `${ATTRIBUTE[column.type] ?? column.type}AttributeMetadata`

const LEVELS = { system: 'SystemRequired', application: 'ApplicationRequired', recommended: 'Recommended' } as const

export function attributeDefinition(table: Table, column: Column): Definition {
  const not = column.not ?? []
  return {
    '@odata.type': `#Microsoft.Dynamics.CRM.${attributeClass(column)}`,
    MetadataId: stableId(`attribute ${table.name}.${column.name}`),
    HasChanged: null,
    LogicalName: column.name,
    SchemaName: column.schema,
    EntityLogicalName: table.name,
    AttributeOf: null,
    AttributeType: column.type,
    AttributeTypeName: { Value: `${column.type}Type` },
    IsCustomAttribute: column.custom === true,
    IsPrimaryId: column.name === table.key,
    IsPrimaryName: column.name === table.primary,
    IsValidForCreate: !not.includes('create'),
    IsValidForRead: true,
    IsValidForUpdate: !not.includes('update'),
    IsValidODataAttribute: !column.hidden,
    IsLogical: column.hidden === true,
    RequiredLevel: managed(column.required ? LEVELS[column.required] : 'None', 'canmodifyrequirementlevelsettings'),
    DisplayName: label(column.label),
    Description: label(''),
    ...sized(column),
  }
}

function sized(column: Column): Definition {
  switch (column.type) {
    case 'String':
    case 'Memo':
      return { MaxLength: column.max ?? null, Format: column.format ?? 'Text', FormatName: { Value: column.format ?? 'Text' } }
    case 'Integer':
    case 'BigInt':
      return { MinValue: column.low ?? null, MaxValue: column.high ?? null, Format: column.format ?? 'None' }
    case 'Decimal':
    case 'Double':
    case 'Money':
      return { MinValue: column.low ?? null, MaxValue: column.high ?? null, Precision: column.precision ?? null }
    case 'DateTime':
      return {
        Format: column.behavior === 'DateOnly' || column.format === 'DateOnly' ? 'DateOnly' : 'DateAndTime',
        DateTimeBehavior: { Value: column.behavior ?? 'UserLocal' },
      }
    case 'Boolean':
      return { DefaultValue: column.default ?? false }
    case 'Picklist':
      return { DefaultFormValue: column.default ?? -1 }
    default:
      return isLookup(column) || column.type === 'PartyList' ? { Targets: Object.keys(column.targets ?? {}) } : {}
  }
}

/** A choice's option set; undefined where a column has none. */
export function optionSet(table: Table, column: Column): Definition | undefined {
  if (!column.options) return undefined
  const head = {
    MetadataId: stableId(`optionset ${table.name}_${column.name}`),
    HasChanged: null,
    Name: `${table.name}_${column.name}`,
    IsGlobal: false,
    IsCustomOptionSet: column.custom === true,
    OptionSetType: column.type,
    DisplayName: label(column.label),
  }
  if (column.type !== 'Boolean') return { ...head, Options: column.options.map((one) => option(one, column)) }
  const side = (value: number) => option(column.options?.find(([known]) => known === value) ?? [value, value ? 'Yes' : 'No'], column)
  return { ...head, TrueOption: side(1), FalseOption: side(0) }
}

const option = ([value, text, link]: Option, column: Column): Definition => ({
  Value: value,
  Label: label(text),
  Description: label(''),
  Color: null,
  IsManaged: true,
  MetadataId: null,
  HasChanged: null,
  ...(column.type === 'Status' ? { State: link ?? null } : {}),
  ...(column.type === 'State' ? { DefaultStatus: link ?? null, InvariantName: text } : {}),
})

export const relationDefinition = (relation: Relation, model: Model): Definition => ({
  '@odata.type': '#Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
  MetadataId: stableId(`relationship ${relation.name}`),
  HasChanged: null,
  SchemaName: relation.name,
  RelationshipType: 'OneToManyRelationship',
  IsCustomRelationship: false,
  IsHierarchical: relation.many === relation.one && model.tables.get(relation.many)?.columns.get(relation.column)?.hierarchical === true,
  ReferencedEntity: relation.one,
  ReferencedAttribute: model.tables.get(relation.one)?.key ?? null,
  ReferencedEntityNavigationPropertyName: relation.collection,
  ReferencingEntity: relation.many,
  ReferencingAttribute: relation.column,
  ReferencingEntityNavigationPropertyName: relation.lookup,
  CascadeConfiguration: { Assign: relation.onAssign, Delete: relation.onDelete },
})

export const intersectionDefinition = ({ name, entity, tables: [first, second] }: Intersection, model: Model): Definition => ({
  '@odata.type': '#Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata',
  MetadataId: stableId(`relationship ${name}`),
  HasChanged: null,
  SchemaName: name,
  RelationshipType: 'ManyToManyRelationship',
  IsCustomRelationship: false,
  Entity1LogicalName: first,
  Entity1IntersectAttribute: model.tables.get(first)?.key ?? null,
  Entity1NavigationPropertyName: name,
  Entity2LogicalName: second,
  Entity2IntersectAttribute: model.tables.get(second)?.key ?? null,
  Entity2NavigationPropertyName: name,
  IntersectEntityName: entity,
})

export const keyDefinition = (table: Table, { name, columns }: Table['keys'][number]): Definition => ({
  MetadataId: stableId(`key ${table.name}.${name}`),
  LogicalName: name,
  SchemaName: name,
  EntityLogicalName: table.name,
  KeyAttributes: columns,
  EntityKeyIndexStatus: 'Active',
  DisplayName: label(name),
})
