import type { ProbeInput } from '../probe.ts'

const api = (path: string) => `/api/data/v9.2/${path}`
const headers = { 'odata-version': '4.0', 'odata-maxversion': '4.0' }
const annotated = { ...headers, prefer: 'odata.include-annotations="*"' }
const NOBODY = '00000000-0000-0000-0000-00000000dead'

/** What integrations ask of Dynamics all day, and the ways in which it goes wrong. Reading first; the rest makes one contact and deletes it again. */
export const dynamicsProbes: readonly ProbeInput[] = [
  { name: 'who am I', path: api('WhoAmI'), headers },
  { name: 'one contact, some columns', path: api('contacts?$select=contactid,fullname,telephone1,statecode,createdon&$top=1'), headers },
  { name: 'one contact with formatted values', path: api('contacts?$select=fullname,statecode,createdon&$top=1'), headers: annotated },
  { name: 'contacts with a count', path: api('contacts?$select=contactid&$count=true&$top=1'), headers },
  { name: 'a page of one', path: api('contacts?$select=fullname'), headers: { ...headers, prefer: 'odata.maxpagesize=1' } },
  { name: 'nobody with this number', path: api("contacts?$select=fullname&$filter=telephone1 eq '%2B00000000000'"), headers },
  { name: 'a case with its customer', path: api('incidents?$select=title,ticketnumber,_customerid_value&$top=1'), headers },
  { name: 'how a table is called', path: api("EntityDefinitions(LogicalName='contact')?$select=LogicalName,EntitySetName,PrimaryIdAttribute"), headers },
  { name: 'a contact that is not there', path: api(`contacts(${NOBODY})`), headers },
  { name: 'an id that is none', path: api('contacts(not-an-id)'), headers },
  { name: 'a column that is not there', path: api('contacts?$select=new_nothing'), headers },
  { name: 'a filter that cannot be read', path: api('contacts?$filter=telephone1 equals 1'), headers },
  { name: 'a set that is not there', path: api('nothings'), headers },
  { name: 'without a token', path: api('contacts?$top=1'), headers, access: 'none' },
  { name: 'with a token that is none', path: api('contacts?$top=1'), headers, access: 'wrong' },
  {
    name: 'a contact is made',
    method: 'POST',
    path: api('contacts?$select=contactid,firstname,lastname,telephone1,description'),
    headers: { ...headers, prefer: 'return=representation' },
    body: { contactid: '{{guid}}', firstname: 'Rehearsal', lastname: 'Probe', telephone1: '+00000000001' },
    writes: true,
    own: true,
  },
  { name: 'the contact is read', path: api('contacts({{guid}})?$select=firstname,lastname,telephone1,jobtitle'), headers, writes: true, own: true },
  {
    name: 'the contact is changed',
    method: 'PATCH',
    path: api('contacts({{guid}})'),
    headers: { ...headers, 'if-match': '*' },
    body: { description: 'Probe.' },
    writes: true,
  },
  {
    name: 'a change against an old version',
    method: 'PATCH',
    path: api('contacts({{guid}})'),
    headers: { ...headers, 'if-match': 'W/"1"' },
    body: { description: 'Probe.' },
    writes: true,
  },
  { name: 'a text that is too long', method: 'PATCH', path: api('contacts({{guid}})'), headers, body: { jobtitle: 'x'.repeat(101) }, writes: true },
  { name: 'a column that nobody knows', method: 'PATCH', path: api('contacts({{guid}})'), headers, body: { new_nothing: 'x' }, writes: true },
  { name: 'a value of the wrong type', method: 'PATCH', path: api('contacts({{guid}})'), headers, body: { donotphone: 'perhaps' }, writes: true },
  {
    name: 'a task on its timeline',
    method: 'POST',
    path: api('tasks'),
    headers,
    body: { activityid: '{{guid2}}', subject: 'Probe', 'regardingobjectid_contact_task@odata.bind': '/contacts({{guid}})' },
    writes: true,
  },
  { name: 'the task is deleted', method: 'DELETE', path: api('tasks({{guid2}})'), headers, writes: true },
  { name: 'the contact is deleted', method: 'DELETE', path: api('contacts({{guid}})'), headers, writes: true },
  { name: 'the contact is deleted again', method: 'DELETE', path: api('contacts({{guid}})'), headers, writes: true },
]
