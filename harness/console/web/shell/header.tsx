import { signal } from '@preact/signals'
import { languageNames, languages } from '../i18n/catalogues.ts'
import { language, words } from '../i18n/index.ts'
import { connection, desk } from '../state/desk.ts'
import { chosenLanguage, theme } from '../state/preferences.ts'
import { hrefOf, route, views } from '../state/route.ts'
import { wantedWorld } from '../state/server.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/fields.tsx'
import { Help } from './help.tsx'

export const helpOpen = signal(false)

const NEXT = { system: 'light', light: 'dark', dark: 'system' } as const

export function Header() {
  const { shell } = words.value
  const view = desk.value
  return (
    <header class="header">
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        {shell.skip}
      </button>
      <h1 class="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true" class="logo">
          <rect width="32" height="32" rx="8" />
          <path d="M8 10h10a5 5 0 0 1 0 10H8M12 6l-4 4 4 4M17 20l6 6" />
        </svg>
        Rehearsal
      </h1>
      <nav aria-label={shell.views} class="views">
        {views
          .filter((name) => name !== 'class' || (view ? view.baseline : wantedWorld === undefined))
          .map((name) => (
            <a key={name} href={hrefOf(name)} aria-current={route.value.view === name ? 'page' : undefined}>
              {shell[name]}
            </a>
          ))}
      </nav>
      <div class="header-end">
        {connection.value === 'lost' && <span class="tag bad">{shell.lost}</span>}
        {view && <span class="world-name">{shell.world(view.world)}</span>}
        <Choice
          hidden
          label={shell.language}
          value={language.value}
          options={languages.map((name) => ({ value: name, text: languageNames[name] }))}
          onValue={(name) => {
            chosenLanguage.value = name
          }}
        />
        <Button
          kind="quiet"
          icon="sun"
          label={`${shell.theme}: ${shell.themes[theme.value]}`}
          onPress={() => {
            theme.value = NEXT[theme.value]
          }}
        />
        <Button
          kind="quiet"
          icon="help"
          label={shell.help}
          onPress={() => {
            helpOpen.value = true
          }}
        />
      </div>
      {helpOpen.value && (
        <Help
          onClose={() => {
            helpOpen.value = false
          }}
        />
      )}
    </header>
  )
}
