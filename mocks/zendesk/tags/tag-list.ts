const SEPARATOR = /[\s,]+/

/** Tags as they are kept: lower case, split at spaces and commas, each once (from memory), in the order given. */
export function tagList(value: unknown): string[] {
  const tags = new Set<string>()
  for (const part of Array.isArray(value) ? value : typeof value === 'string' ? [value] : []) {
    const text = String(part).toLowerCase()
    if (SEPARATOR.test(text)) for (const tag of text.split(SEPARATOR)) tags.add(tag)
    else tags.add(text)
  }
  tags.delete('')
  return [...tags]
}
