import { signal } from '@preact/signals'

export const views = ['desk', 'hood', 'class'] as const
export type View = (typeof views)[number]

/** `#hood/14`: the view, and what is chosen in it. */
function read(): { view: View; chosen?: string } {
  const [name = '', chosen] = location.hash.slice(1).split('/')
  const view = views.find((known) => known === name) ?? 'desk'
  return { view, ...(chosen ? { chosen } : {}) }
}

export const route = signal(read())
addEventListener('hashchange', () => {
  route.value = read()
})

export const hrefOf = (view: View, chosen?: number): string => `#${view}${chosen === undefined ? '' : `/${chosen}`}`
export const go = (view: View, chosen?: number): void => {
  location.hash = hrefOf(view, chosen)
}
