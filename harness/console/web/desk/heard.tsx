import { useEffect, useRef } from 'preact/hooks'
import type { FlowView, HeardView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { timeOfDay } from '../state/time.ts'

/** The caller's side of a call in a flow: whoever plays it reads here what a caller hears, and which key does what. */
export function Heard({ flow: { heard } }: { flow: FlowView }) {
  const { desk: w } = words.value
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => list.current?.scrollTo({ top: list.current.scrollHeight }), [heard.length])
  if (heard.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <ol class="messages heard" ref={list} tabIndex={0} aria-label={w.flow}>
      {heard.map((line) => (
        <li key={`${line.at} ${line.did} ${line.text}`} class={`message ${BY_CALLER.includes(line.did) ? 'agent' : ''}`}>
          <p class="message-head">
            {line.activity} <time dateTime={new Date(line.at).toISOString()}>{timeOfDay(line.at)}</time>
          </p>
          <p class="message-text">{line.did === 'spoke' ? line.text : w.heard[line.did](line.text)}</p>
        </li>
      ))}
    </ol>
  )
}

const BY_CALLER: readonly HeardView['did'][] = ['digits', 'invalid', 'silence']
