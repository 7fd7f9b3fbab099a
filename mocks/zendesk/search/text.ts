/** Text for matching: lower case, words apart by one space, one in front; so ` top` finds a word that starts with "top". */
export const searchable = (parts: readonly (string | null | undefined)[]): string =>
  ` ${parts
    .filter((part) => part)
    .join(' ')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}@.+_-]+/gu, ' ')
    .trim()}`

/** A word without its English ending, so that "invoices" finds "invoice"; the real service stems (documented), by rules that are not public. */
export function stem(word: string): string {
  if (word.length < 5 || /[^a-z]/.test(word)) return word
  const cut = word.replace(/(?:ies|es|s|ing|ed)$/, '')
  return cut.length >= 4 ? cut : word
}

/**
 * A test of text (from `searchable`) for a word or phrase, made once a query. A word matches from its start, a phrase
 * whole; `*` stands for the rest of a word.
 */
export function finder(wanted: string, phrase: boolean): (text: string) => boolean {
  const asked = searchable([wanted]).slice(1)
  if (asked === '' || wanted === '*') return () => wanted === '*'
  if (phrase) return (text) => `${text} `.includes(` ${asked} `)
  const words = asked
    .replaceAll('*', '')
    .split(' ')
    .map((word) => ({ start: ` ${stem(word)}`, international: /^\+?\d+$/.test(word) ? ` +${word.replace('+', '')}` : undefined }))
  return (text) => words.every(({ start, international }) => text.includes(start) || (international !== undefined && text.includes(international)))
}

export const holds = (text: string, wanted: string, phrase: boolean): boolean => finder(wanted, phrase)(text)
