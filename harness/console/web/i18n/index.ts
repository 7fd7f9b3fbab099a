import { computed, effect } from '@preact/signals'
import { chosenLanguage } from '../state/preferences.ts'
import { catalogues, type Language, languageFor } from './catalogues.ts'

export const language = computed<Language>(() => languageFor(chosenLanguage.value === '' ? navigator.languages : [chosenLanguage.value]))
/** The page's words in the language of the page. */
export const words = computed(() => catalogues[language.value])

effect(() => {
  document.documentElement.lang = language.value
})
