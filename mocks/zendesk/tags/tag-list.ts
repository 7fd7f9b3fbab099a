/** Tags as they are kept: lower case, split at spaces and commas, each once (from memory), in the order given. */
export function tagList(value: unknown): string[] {
  const parts = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []
  const tags = parts.flatMap((part) => part.toLowerCase().split(/[\s,]+/)).filter((tag) => tag !== '')
  return [...new Set(tags)]
}
