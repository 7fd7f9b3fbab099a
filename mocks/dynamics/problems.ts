import { notImitated, type Problem, problem, Refusal } from '../core/index.ts'

/**
 * Problems in Dataverse's words: `problem` is the code, as it goes out. Codes and texts: documented in the Web API error
 * reference and in the catalogue of service error codes, or recorded; a `†` marks wording that nobody has recorded.
 */
const make = (code: string, status: number, message: string) => problem(code, status, message)

/** The OData layer's own: syntax, unknown names. */
export const badRequest = (message: string): Problem => make('0x80060888', 400, message)
export function refuseQuery(message: string): never {
  throw new Refusal(badRequest(message))
}
export function refuseWith(found: Problem): never {
  throw new Refusal(found)
}
export function refuseFeature(feature: string): never {
  throw new Refusal(notImitated(feature))
}

/** Code and text of the catalogue. */
export const dateOutOfRange = (): Problem => coded('0x80040239', 400, 'The date-time format is invalid, or value is outside the supported range.')

/** † status and wording; the limit is documented. */
export const urlTooLong = (limit: number): Problem => make('0x80060888', 414, `The request URL is longer than ${limit} characters.`)
export const unknownSegment = (segment: string): Problem => make('0x80060888', 404, `Resource not found for the segment '${segment}'.`)
/** Documented: the answer to a bound function or action that is called without its full name. */
export const unqualifiedName = (): Problem => badRequest('Request message has unresolved parameters')
export const unknownProperty = (name: string, type: string): Problem =>
  badRequest(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${type}'.`)
/** Recorded. */
export const noSuchRecord = (table: string, id: string): Problem => make('0x80040217', 404, `${table} With Id = ${id} Does Not Exist`)
export const noSuchKey = (table: string): Problem => make('0x80060891', 404, `A record with the specified key values does not exist in ${table} entity`)
export const undefinedKey = (table: string): Problem => make('0x80060890', 400, `The specified key attributes are not a defined key for the ${table} entity`)
export const duplicateKey = (): Problem => make('0x80040237', 412, 'A record with matching key values already exists.')
export const keyViolated = (key: string, attribute: string): Problem =>
  make(
    '0x80060892',
    412,
    `Entity Key ${key} violated. A record with the same value for ${attribute} already exists. A duplicate record cannot be created. Select one or more unique values and try again.`,
  )
/** Catalogue. */
export const applicationTaken = (id: string): Problem => make('0x8004f511', 400, `You are attempting to create an Application ID = ${id} that already exists.`)
export const versionMismatch = (): Problem => make('0x80060882', 412, "The version of the existing record doesn't match the RowVersion property provided.")
/** Recorded; two blanks after "occurred.". */
export const tooLong = (attribute: string, table: string, limit: number): Problem =>
  make(
    '0x80044331',
    400,
    `A validation error occurred.  The length of the '${attribute}' attribute of the '${table}' entity exceeded the maximum allowed length of '${limit}'.`,
  )
/** Codes of the catalogue, one for whole numbers and one for others; † wording. */
export const outOfRange = (attribute: string, table: string, whole: boolean): Problem =>
  make(
    whole ? '0x8004432f' : '0x80044330',
    400,
    `A validation error occurred.  The value of '${attribute}' on record of type '${table}' is outside the valid range.`,
  )
/** † */
export const badOption = (attribute: string, table: string, value: number, accepted: readonly number[]): Problem =>
  make(
    '0x8004431a',
    400,
    `A validation error occurred.  The value ${value} of '${attribute}' on record of type '${table}' is outside the valid range. Accepted Values: ${accepted.join(',')}`,
  )
/** Documented; the inner text is ODataLib's or the platform's. */
export const badPayload = (set: string, inner: string): Problem =>
  make(
    '0x80048d19',
    400,
    `Error identified in Payload provided by the user for Entity :'${set}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : ${inner}`,
  )
export const unknownColumn = (set: string, table: string, name: string): Problem =>
  badPayload(set, `Microsoft.Crm.CrmException: Invalid property '${name}' was found in entity 'Microsoft.Dynamics.CRM.${table}'.`)
export const unknownNavigation = (set: string, name: string): Problem =>
  badPayload(
    set,
    `Microsoft.OData.ODataException: An undeclared property '${name}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
  )
export const cannotConvert = (set: string, literal: string, type: string): Problem =>
  badPayload(
    set,
    `Microsoft.OData.ODataException: Cannot convert the literal '${literal}' to the expected type '${type}'. ---> System.FormatException: Input string was not in a correct format.`,
  )
/** A condition of a query: text recorded, code from the catalogue †. */
export const cannotQuery = (value: string, table: string, column: string, type: string): Problem =>
  make(
    '0x80041139',
    400,
    `An exception System.FormatException was thrown while trying to convert input value '${value}' to attribute '${table}.${column}'. Expected type of attribute value: ${type}. Exception raised: Input string was not in a correct format.`,
  )
/** † end of the text. */
export const tooFewArguments = (column: string, condition: string): Problem =>
  make('0x800404b7', 400, `An invalid number of arguments was supplied to a condition. '${condition}' on '${column}' needs more values.`)
/** Catalogue. */
export const cannotAggregate = (measure: string, type: string): Problem =>
  make('0x8004112f', 400, `Aggregate ${measure} is not supported for attribute of type ${type}.`)
export const directReference = (): Problem => badRequest('CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.')
export const cannotDelete = (): Problem => make('0x80040227', 405, 'The object you tried to delete is associated with another object and cannot be deleted.')
/** Documented status; wording of ASP.NET. */
export function methodNotAllowed({ method }: { method: string }): never {
  return refuseWith(make('0x80060888', 405, `The requested resource does not support http method '${method}'.`))
}
/** Documented: the answer to a function that is posted, and to an action that is not; its code is empty. */
export function wrongMethod({ root, path }: { root: string; path: string }): never {
  return refuseWith(make('no-http-resource', 404, `No HTTP resource was found that matches the request URI '${root}/${path}'.`))
}
export const unsupportedType = (type: string): Problem =>
  make('0x80060888', 415, `The request entity's media type '${type}' is not supported for this resource.`)
/** † code; the words are .NET's. */
export const notBase64 = (): Problem =>
  invalidArgument(
    'The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.',
  )
/** Code from the catalogue, † wording: what activities have in common is no row of its own. */
export const cannotCreate = (table: string): Problem => make('0x80040800', 400, `The 'Create' method does not support entities of type '${table}'.`)
/** Catalogue. */
export const noOwner = (): Problem => make('0x80040229', 400, 'The owner ID is invalid or missing.')
export const noParent = (): Problem => make('0x80044410', 400, 'You should specify a parent contact or account.')
export const invalidArgument = (message = 'Invalid argument.'): Problem => make('0x80040203', 400, message)
/** Documented of system-required columns; † code and wording. */
export const notNull = (attribute: string): Problem => make('0x80040203', 400, `Attribute: ${attribute} cannot be set to NULL`)
/** Wording from XrmMockup's source, which is tested against real organisations. */
export const badStatus = (status: number, state: string, table: string, id: string): Problem =>
  make('0x80048408', 400, `${status} is not a valid status code for state code ${state} on ${table} with Id ${id}.`)
export const coded = make
