import { agent, desk, send, sendClock } from '../state/desk.ts'
import { act } from '../state/pending.ts'
import { shortcuts } from '../state/preferences.ts'
import { go } from '../state/route.ts'
import { clock } from '../state/time.ts'
import { commandOf, firstAllowed } from '../state/verbs.ts'
import { helpOpen } from './header.tsx'
import { playOrPause } from './time-commands.ts'

/** Does the first of these that some contact allows. */
const does =
  (...verbs: string[]) =>
  () => {
    const found = firstAllowed(desk.value?.interactions ?? [], verbs)
    if (found) act(commandOf(found.verb, found.contact, agent.value))
  }
const speed = (scale: number) => () => {
  if (clock.value.kind === 'scaled') sendClock({ scale })
}

const ACTIONS: Record<string, () => unknown> = {
  '?': () => {
    helpOpen.value = true
  },
  p: playOrPause,
  '.': () => send({ do: 'time.steps' }),
  1: speed(1),
  2: speed(10),
  3: speed(60),
  a: does('agent.answers', 'agent.accepts'),
  h: does('agent.holds', 'agent.resumes'),
  x: does('agent.hangsUp'),
  c: does('contact.hangsUp', 'contact.leaves'),
  f: does('agent.finishesAcw', 'agent.completes', 'agent.unassignsAndDismisses'),
  n: () => desk.value?.scenario?.state === 'waiting' && send({ do: 'scenario.next' }),
  e: () => send({ do: 'world.expiresTokens' }),
  d: () => go('desk'),
  u: () => go('hood'),
  k: () => desk.value?.baseline && go('class'),
}

/** Single keys, where nobody writes and no dialog is open; they can be switched off (WCAG 2.1.4). */
export function followKeys(): void {
  addEventListener('keydown', (event) => {
    const { target, key } = event
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return
    if (shortcuts.value === 'off' && key !== '?') return
    if (target instanceof Element && target.closest('input:not([type=checkbox]), textarea, select, dialog, [contenteditable]')) return
    const action = ACTIONS[key]
    if (!action || !desk.value) return
    event.preventDefault()
    action()
  })
}
