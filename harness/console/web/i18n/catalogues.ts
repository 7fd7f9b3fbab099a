import { de } from './de/index.ts'
import { en } from './en/index.ts'
import { fr } from './fr/index.ts'
import { ja } from './ja/index.ts'
import { nl } from './nl/index.ts'
import type { Words } from './words.ts'

export const catalogues = { en, nl, de, fr, ja } satisfies Record<string, Words>
export type Language = keyof typeof catalogues
export const languages = Object.keys(catalogues) as Language[]
/** Each language by its own name, so that whoever cannot read the page finds theirs. */
export const languageNames: Record<Language, string> = { en: 'English', nl: 'Nederlands', de: 'Deutsch', fr: 'Français', ja: '日本語' }

/** The first of the wanted languages that there is, whatever the country; English where there is none. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language)
    if (found) return found
  }
  return 'en'
}
