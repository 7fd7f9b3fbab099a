import { words } from '../i18n/index.ts'
import { fromHere } from './here.ts'
import { trouble } from './server.ts'

/** Only addresses of pages: what a CRM or a scenario wrote might be a script. */
export const isPage = (url: string): boolean => URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)

/** A page of the CRM in another tab, which knows nothing of this one. */
export function openPop(url: string): void {
  if (isPage(url)) window.open(fromHere(url, location.hostname), '_blank', 'noopener')
}

/** Says at once when the browser will keep screen pops from opening: later, without a press of a button, it would keep silent. */
export function tryPops(): void {
  const tried = window.open('about:blank', '_blank')
  if (tried) tried.close()
  else trouble.value = { message: words.value.card.popBlocked }
}
