/**
 * Standard record types per integration, with the labels of the page where mappings are made (R023, R059). A Dynamics table that
 * somebody added has a publisher's prefix: `new_vehicle`.
 */
export const standardEntities: Record<string, readonly string[]> = {
  'Microsoft Dynamics 365': ['contact', 'account', 'incident', 'lead', 'opportunity', 'task', 'phonecall'],
  Zendesk: ['ticket', 'user', 'organization'],
}

/** Records that a Standard Create workflow makes. */
export const standardCreates: Record<string, readonly string[]> = {
  'Microsoft Dynamics 365': ['Account', 'Case', 'Contact', 'Lead', 'Opportunity', 'Phone Call'],
  Zendesk: ['Ticket', 'User'],
}

/** Whether a Dynamics column was added by somebody: a publisher's prefix and an underscore. `address1_city` and `customerid_contact@odata.bind` are Microsoft's own. */
export const isCustomColumn = (name: string): boolean => /^[a-z][a-z0-9]{1,7}_/i.test(name) && !/^(address\d|entityimage)_|@odata\.bind$/i.test(name)

/** Whether a Zendesk field was added by the account. */
export const isCustomField = (name: string): boolean => /^custom_field(_\d+|s)$|^user_fields|^organization_fields/.test(name)

/** Columns of Dynamics that are no text, of those that people put on a card (Microsoft's entity reference). */
const NOT_TEXT =
  /^_|code$|^(createdon|modifiedon|birthdate|anniversary|statecode|creditlimit|revenue|numberofemployees|numberofchildren|donot\w+|is\w+|\w+date|\w+on)$/
export const isTextColumn = (name: string): boolean => !NOT_TEXT.test(name) && !/(id|guid)$/.test(name)
