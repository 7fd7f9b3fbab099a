/** An object of a request's body, as it was sent. */
export type Body = Record<string, unknown>

export const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The table that `@odata.type` names, with its namespace or without; empty where it names none. */
export const typeIn = (body: Body): string => String(body['@odata.type'] ?? '').replace(/^#?(Microsoft\.Dynamics\.CRM\.)?/, '')
