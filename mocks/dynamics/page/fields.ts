import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { isLookup } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { value } from '../render/row.ts'

/** What a form leads with, whatever its table: shown even when empty, because an empty field tells something too. */
const LEADING = [
  'ticketnumber',
  'title',
  'subject',
  'name',
  'customerid',
  'firstname',
  'lastname',
  'companyname',
  'jobtitle',
  'parentcustomerid',
  'primarycontactid',
  'regardingobjectid',
  'objectid',
  'telephone1',
  'mobilephone',
  'emailaddress1',
  'phonenumber',
  'directioncode',
  'caseorigincode',
  'casetypecode',
  'prioritycode',
  'scheduledend',
  'actualdurationminutes',
  'description',
  'notetext',
]
const ADDRESS = /^address\d_(?!addressid|composite)/
const BOOKKEEPING =
  /^(created|modified|owning|owner|version|transactioncurrency|exchangerate|processid|stageid|entityimage|importsequence|overridden|utcconversion|timezonerule|traversedpath|activitytypecode|isregularactivity|instancetypecode|objecttypecode|organizationid|documentbody|yomi)|_base$|^address\d_(addressid|composite)$/
const HEADER = new Set(['statecode', 'statuscode', 'ownerid'])
const LONG = 120

export interface Fields {
  /** Columns that people fill in: the leading ones always, others when they have a value. */
  summary: Column[]
  address: Column[]
  /** What has its default, and every switch. */
  settings: Column[]
  /** What the platform writes about the row. */
  record: Column[]
}

/** Sorts a row's columns into the sections of its page, by metadata alone. */
export function fieldsOf(table: Table, row: Row): Fields {
  const fields: Fields = { summary: [], address: [], settings: [], record: [] }
  for (const column of table.properties.values()) {
    if (HEADER.has(column.name)) continue
    const found = value(row, table, column)
    const leads = LEADING.includes(column.name)
    if (found === null && !leads) continue
    if (column.name === table.key || BOOKKEEPING.test(column.name)) fields.record.push(column)
    else if (leads) fields.summary.push(column)
    else if (column.type === 'Boolean' || found === column.default || column.type === 'Uniqueidentifier') fields.settings.push(column)
    else if (ADDRESS.test(column.name)) fields.address.push(column)
    // A full name is the page's title already.
    else if (column.name !== table.primary) fields.summary.push(column)
  }
  fields.summary.sort(byPlace)
  for (const rest of [fields.settings, fields.record]) rest.sort((a, b) => a.label.localeCompare(b.label, 'en'))
  return fields
}

/** The columns of a form for a new row: what it leads with, and what has to be said. */
export const formColumns = (table: Table): Column[] =>
  [...table.properties.values()]
    .filter((column) => !column.not?.includes('create') && !HEADER.has(column.name) && (LEADING.includes(column.name) || column.required === 'application'))
    .sort(byPlace)

const place = (column: Column): number => (LEADING.includes(column.name) ? LEADING.indexOf(column.name) : LEADING.length)
// Long texts close the section, in its whole width.
const byPlace = (a: Column, b: Column): number =>
  Number(a.type === 'Memo') - Number(b.type === 'Memo') || place(a) - place(b) || a.label.localeCompare(b.label, 'en')

export const isWide = (column: Column, text: string): boolean => column.type === 'Memo' || (!isLookup(column) && text.length > LONG)
