import { boundActions, unboundActions } from '../actions/index.ts'
import { boundFunctions, functions } from '../functions/index.ts'
import { isLookup, type Model, propertyOf, type Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { edmTypeOf } from '../query/columns.ts'

const documents = { plain: new WeakMap<Model, string>(), annotated: new WeakMap<Model, string>() }

/** The service's CSDL, generated from its tables once. `annotated`: with descriptions, what is computed, and alternate keys (documented). */
export function csdl(model: Model, annotated = false): string {
  const made = annotated ? documents.annotated : documents.plain
  let document = made.get(model)
  if (!document) made.set(model, (document = write(model, annotated)))
  return document
}

const VOCABULARIES = [
  '<edmx:Reference Uri="http://vocabularies.odata.org/OData.Community.Keys.V1.xml"><edmx:Include Namespace="OData.Community.Keys.V1" Alias="Keys" /><edmx:IncludeAnnotations TermNamespace="OData.Community.Keys.V1" /></edmx:Reference>',
  '<edmx:Reference Uri="http://docs.oasis-open.org/odata/odata/v4.0/os/vocabularies/Org.OData.Core.V1.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core" /><edmx:IncludeAnnotations TermNamespace="Org.OData.Core.V1" /></edmx:Reference>',
]

const described = (text: string): string =>
  `<Annotation Term="Org.OData.Core.V1.Description" String="${text.replace(/[&<"]/g, (mark) => `&#${mark.charCodeAt(0)};`)}" />`
const COMPUTED = '<Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />'

/** What is said of a column beside its type. */
const columnNotes = (column: Column): string => described(column.label) + (column.not?.includes('create') && column.not.includes('update') ? COMPUTED : '')

function tableNotes(table: Table): string {
  const parts = (columns: readonly string[]) =>
    columns
      .map(
        (column) =>
          `<Record Type="OData.Community.Keys.V1.PropertyRef"><PropertyValue Property="Alias" String="${column}" /><PropertyValue Property="Name" PropertyPath="${column}" /></Record>`,
      )
      .join('')
  const keys = table.keys.map(
    ({ columns }) =>
      `<Record Type="OData.Community.Keys.V1.AlternateKey"><PropertyValue Property="Key"><Collection>${parts(columns)}</Collection></PropertyValue></Record>`,
  )
  const alternate = keys.length === 0 ? '' : `<Annotation Term="OData.Community.Keys.V1.AlternateKeys"><Collection>${keys.join('')}</Collection></Annotation>`
  return described(table.label) + alternate
}

function write(model: Model, annotated: boolean): string {
  const tables = [...model.tables.values()]
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">',
    ...(annotated ? VOCABULARIES : []),
    '<edmx:DataServices>',
    '<Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">',
    '<EntityType Name="crmbaseentity" Abstract="true" />',
    '<EntityType Name="principal" BaseType="mscrm.crmbaseentity"><Key><PropertyRef Name="ownerid" /></Key><Property Name="ownerid" Type="Edm.Guid" /></EntityType>',
    ...tables.map((table) => entityType(table, model, annotated)),
    '<ComplexType Name="BooleanManagedProperty"><Property Name="Value" Type="Edm.Boolean" /><Property Name="CanBeChanged" Type="Edm.Boolean" /><Property Name="ManagedPropertyLogicalName" Type="Edm.String" /></ComplexType>',
    ...[...functions.keys()].map((name) => `<Function Name="${name}"><ReturnType Type="mscrm.crmbaseentity" /></Function>`),
    ...[...boundFunctions.keys()].map(
      (name) =>
        `<Function Name="${name}" IsBound="true"><Parameter Name="entity" Type="mscrm.crmbaseentity" /><ReturnType Type="mscrm.crmbaseentity" /></Function>`,
    ),
    ...[...unboundActions.keys()].map((name) => `<Action Name="${name}" />`),
    ...[...boundActions.keys()].map((name) => `<Action Name="${name}" IsBound="true"><Parameter Name="entity" Type="mscrm.crmbaseentity" /></Action>`),
    '<EntityContainer Name="System">',
    ...tables.map((table) => entitySet(table, model)),
    '</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>',
  ].join('\n')
}

const base = (table: Table) => table.base ?? 'crmbaseentity'

function entityType(table: Table, model: Model, annotated: boolean): string {
  // What its base declares, a type does not declare again.
  const inherited = table.base === undefined ? undefined : model.tables.get(table.base)
  // An activity inherits its key; a principal has its own beside ownerid.
  const key = table.base === 'activitypointer' || table.base === 'principal' ? '' : `<Key><PropertyRef Name="${table.key}" /></Key>`
  const properties = [...table.properties]
    .filter(([name]) => !inherited?.properties.has(name))
    .map(
      ([, column]) =>
        `<Property Name="${propertyOf(column)}" Type="${column.type === 'ManagedProperty' ? 'mscrm.BooleanManagedProperty' : edmTypeOf(column)}"${isLookup(column) || column.required !== 'system' ? '' : ' Nullable="false"'}${annotated ? `>${columnNotes(column)}</Property>` : ' />'}`,
    )
  const navigations = [...table.navigations.values()].flatMap((navigation) => {
    if (inherited?.navigations.has(navigation.name)) return []
    if (navigation.kind === 'lookup') {
      const [target = ''] = navigation.targets
      const type = navigation.targets.length > 1 && navigation.name === 'ownerid' ? 'principal' : model.tables.has(target) ? target : 'crmbaseentity'
      return [
        `<NavigationProperty Name="${navigation.name}" Type="mscrm.${type}" Nullable="true"><ReferentialConstraint Property="${propertyOf(navigation.column)}" ReferencedProperty="${type === 'principal' ? 'ownerid' : (model.tables.get(target)?.key ?? 'id')}" /></NavigationProperty>`,
      ]
    }
    return [
      `<NavigationProperty Name="${navigation.name}" Type="Collection(mscrm.${navigation.kind === 'collection' ? navigation.relation.many : navigation.other})" />`,
    ]
  })
  return `<EntityType Name="${table.name}" BaseType="mscrm.${base(table)}">${key}${properties.join('')}${navigations.join('')}${annotated ? tableNotes(table) : ''}</EntityType>`
}

function entitySet(table: Table, model: Model): string {
  const bindings = [...table.navigations.values()].flatMap((navigation) => {
    const target = navigation.kind === 'lookup' ? navigation.targets[0] : navigation.kind === 'collection' ? navigation.relation.many : navigation.other
    const set = target === undefined ? undefined : model.tables.get(target)?.set
    return set ? [`<NavigationPropertyBinding Path="${navigation.name}" Target="${set}" />`] : []
  })
  return `<EntitySet Name="${table.set}" EntityType="Microsoft.Dynamics.CRM.${table.name}">${bindings.join('')}</EntitySet>`
}
