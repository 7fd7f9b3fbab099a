import type { TokenView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { busy, desk, send } from '../state/desk.ts'
import { now, span } from '../state/time.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

/** The life of the access token, and the button that ends it. */
export function TokenPanel() {
  const { token } = words.value
  const state = desk.value?.token.state
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in line
    <div class={`panel-group token ${state ?? 'none'}`} role="group" aria-label={token.title}>
      <Icon name="token" />
      <Life />
      <Button
        small
        disabled={state !== 'alive' || busy.value > 0}
        label={`${token.expire}. ${token.expireHint}`}
        onPress={() => send({ do: 'world.expiresTokens' })}
        testId="expire"
      >
        {token.expire}
      </Button>
    </div>
  )
}

function Life() {
  const view = desk.value?.token ?? { state: 'none' as const }
  const { says, hint, share } = describe(view, now.value)
  return (
    <div class="life">
      <span class="life-words">
        <span class="strong">{says}</span> {hint && <span class="faint">{hint}</span>}
      </span>
      {share !== undefined && (
        <svg class="life-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect class="rest" width="100" height="4" rx="2" />
          <rect class="part" width={Math.round(share * 1000) / 10} height="4" rx="2" />
        </svg>
      )}
    </div>
  )
}

const within = (share: number) => Math.min(Math.max(share, 0), 1)

function describe(view: TokenView, at: number): { says: string; hint?: string; share?: number } {
  const { token, time } = words.value
  switch (view.state) {
    case 'none':
      return { says: token.none }
    case 'alive': {
      if (view.expiresAt === null) return { says: token.forever }
      const left = view.expiresAt - at
      if (left <= 0) return { says: token.expired, share: 0 }
      return { says: token.alive(span(left)), share: within(left / (view.expiresAt - view.issuedAt)) }
    }
    case 'expired':
      return { says: token.expired, hint: time.ago(span(at - view.expiredAt)), share: 0 }
    case 'renewing': {
      const elapsed = Math.max(at - view.since, 0)
      const says = `${(elapsed / 1000).toFixed(0)} s`
      return {
        says: view.again ? token.renewing(says) : token.signingIn(says),
        ...(view.most > 0
          ? { hint: token.takes(String(Math.round(view.least / 1000)), String(Math.round(view.most / 1000))), share: within(elapsed / view.most) }
          : {}),
      }
    }
  }
}
