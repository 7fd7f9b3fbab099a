import type { ComponentChildren } from 'preact'
import { words } from '../i18n/index.ts'
import { fromHere } from '../state/here.ts'
import { isPage } from '../state/pops.ts'
import { Icon } from '../ui/icon.tsx'

/** A page of the CRM, in another tab. */
export function External({ url, children, quiet, testId }: { url: string; children: ComponentChildren; quiet?: boolean; testId?: string }) {
  if (!isPage(url)) return quiet ? null : <span>{children}</span>
  const label = quiet ? words.value.crm.open(String(children)) : undefined
  return (
    <a
      href={fromHere(url, location.hostname)}
      target="_blank"
      rel="noopener noreferrer"
      class={quiet ? 'button quiet square' : 'external'}
      aria-label={label}
      title={label}
      data-do={testId}
    >
      {quiet ? null : children} <Icon name="open" />
    </a>
  )
}
