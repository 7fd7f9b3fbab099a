import { effect, signal } from '@preact/signals'

/** A choice that the browser remembers. A browser that keeps nothing forgets it, and all else works. */
function remembered<T extends string>(key: string, otherwise: T, known: (value: string) => value is T) {
  let stored: string | null = null
  try {
    stored = localStorage.getItem(`rehearsal.${key}`)
  } catch {}
  const choice = signal<T>(stored !== null && known(stored) ? stored : otherwise)
  effect(() => {
    try {
      localStorage.setItem(`rehearsal.${key}`, choice.value)
    } catch {}
  })
  return choice
}

const oneOf =
  <const T extends string>(...known: T[]) =>
  (value: string): value is T =>
    (known as string[]).includes(value)
const any = (_: string): _ is string => true

export type Theme = 'system' | 'light' | 'dark'
export const theme = remembered<Theme>('theme', 'system', oneOf('system', 'light', 'dark'))
/** Empty: as the browser says. */
export const chosenLanguage = remembered<string>('language', '', any)
/** The agent whose desk this is; empty: the first one. */
export const chosenAgent = remembered<string>('agent', '', any)
export const shortcuts = remembered<'on' | 'off'>('shortcuts', 'on', oneOf('on', 'off'))
export const popsOpen = remembered<'on' | 'off'>('pops', 'off', oneOf('on', 'off'))
export const strip = remembered<'shown' | 'hidden'>('strip', 'shown', oneOf('shown', 'hidden'))

effect(() => {
  if (theme.value === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme.value
})
