/** Yes or no as a client sends it: of JSON, or as a text, which the service's framework reads the same (inferred). Undefined: neither. */
export const flagIn = (value: unknown): boolean | undefined =>
  value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined
