import { words } from '../i18n/index.ts'
import { said } from '../state/announce.ts'
import { trouble } from '../state/server.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

/** What happened, for who does not see it. */
export const Spoken = () => (
  <p class="unseen" role="status" aria-live="polite">
    {said.value}
  </p>
)

/** What was refused stays until it is put away, or until something else is done. */
export function Troubles() {
  const { shell, errors } = words.value
  const refused = trouble.value
  return (
    <div class="troubles" role="alert">
      {refused && (
        <div class="trouble">
          <Icon name="fault" />
          <div>
            <p class="strong">{refused.code ? errors[refused.code] : shell.trouble}</p>
            {refused.message && <p lang="en">{refused.message}</p>}
            {refused.expected && (
              <p class="faint" lang="en">
                {refused.expected}
              </p>
            )}
          </div>
          <Button
            kind="quiet"
            icon="close"
            label={shell.dismiss}
            onPress={() => {
              trouble.value = undefined
            }}
          />
        </div>
      )}
    </div>
  )
}
