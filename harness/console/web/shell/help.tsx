import { words } from '../i18n/index.ts'
import { shortcuts } from '../state/preferences.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Switch } from '../ui/fields.tsx'
import { KEYS } from './key-table.ts'

/** Shortcuts, and the words that a newcomer may not know. */
export function Help({ onClose }: { onClose(): void }) {
  const { help } = words.value
  return (
    <Dialog title={help.title} onClose={onClose} wide>
      <p>
        {help.aboutText} <a href="/systems">{words.value.hood.systems}</a>
      </p>
      <div class="help-parts">
        <section aria-labelledby="help-keys">
          <h3 id="help-keys">{help.shortcuts}</h3>
          <Switch
            label={help.on}
            on={shortcuts.value === 'on'}
            onValue={(on) => {
              shortcuts.value = on ? 'on' : 'off'
            }}
          />
          <dl class="keys">
            {KEYS.map(([name, keys]) => (
              <div key={name}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{help.keys[name]}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section aria-labelledby="help-words">
          <h3 id="help-words">{help.terms}</h3>
          <dl class="terms">
            {help.glossary.map(([term, says]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  )
}
