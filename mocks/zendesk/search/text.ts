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

/** So many characters of a word make keys of the index: few for words that are asked for by their start, many for telephone numbers. */
const STARTS = [8, 3]

/** Keys under which an index of words knows a text. */
export function wordKeys(parts: readonly (string | null | undefined)[]): string[] {
  const keys: string[] = []
  for (const word of searchable(parts).slice(1).split(' ')) for (const length of STARTS) if (word.length >= length) keys.push(word.slice(0, length))
  return keys
}

/**
 * Keys under one of which stands every text that `finder` finds for this wanted word or phrase, by its most telling word;
 * undefined: too short to say, all texts must be looked at.
 */
export function keysFor(wanted: string, phrase: boolean): string[] | undefined {
  const words = searchable([wanted]).slice(1).split(' ')
  const starts = phrase ? words : words.map(stem)
  const longest = starts.reduce((best, word) => (word.length > best.length ? word : best), '')
  const spellings = !phrase && /^\+?\d+$/.test(longest) ? [longest, `+${longest.replace('+', '')}`] : [longest]
  const keys = spellings.map((word) => STARTS.filter((length) => word.length >= length).map((length) => word.slice(0, length))[0])
  return keys.every((key) => key !== undefined) ? (keys as string[]) : undefined
}
