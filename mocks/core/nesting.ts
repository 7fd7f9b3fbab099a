/** Where a JSON text opens one bracket too many; what stands in its strings is passed over. */
export function tooDeep(source: string, most: number): number | undefined {
  let depth = 0
  for (let i = 0; i < source.length; i++) {
    const here = source[i]
    if (here === '"') {
      for (i++; i < source.length && source[i] !== '"'; i++) if (source[i] === '\\') i++
    } else if (here === '{' || here === '[') {
      if (++depth > most) return i
    } else if (here === '}' || here === ']') depth--
  }
  return undefined
}
