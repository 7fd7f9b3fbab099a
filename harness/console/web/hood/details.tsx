import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Exchange } from '../../../../mocks/core/journal.ts'
import { FindingItem } from '../findings/list.tsx'
import { words } from '../i18n/index.ts'
import { copy } from '../state/clipboard.ts'
import { desk, findingsByExchange } from '../state/desk.ts'
import { fromHere } from '../state/here.ts'
import { route } from '../state/route.ts'
import { pathOf } from '../state/server.ts'
import { preciseTime, took } from '../state/time.ts'
import { Button } from '../ui/button.tsx'
import { bodyText } from './body.ts'
import { curlOf, reachable } from './curl.ts'

/** One exchange, readable: what was asked and what was answered. */
export function ExchangeDetails() {
  const { hood: w } = words.value
  const chosen = route.value.chosen
  const [exchange, setExchange] = useState<Exchange>()
  const world = desk.value?.world
  const [origins, setOrigins] = useState<Readonly<Record<string, string[]>>>({})
  useEffect(() => {
    if (world === undefined) return
    // Asked for before it is needed: a browser lets a press copy what is there, not what is still to come.
    fetch(pathOf(`worlds/${encodeURIComponent(world)}`))
      .then((response) => response.json())
      .then((found: { origins?: Record<string, string[]> }) => setOrigins(found.origins ?? {}))
      .catch(() => {})
  }, [world])
  const address = ({ mock, request }: Exchange) =>
    fromHere(reachable(request.url, origins[mock] ?? [], desk.value?.baseline ? undefined : world), location.hostname)
  useEffect(() => {
    setExchange(undefined)
    if (!chosen) return
    const leaving = new AbortController()
    fetch(pathOf(`journal/${encodeURIComponent(chosen)}`), { signal: leaving.signal })
      .then((response) => (response.ok ? response.json() : undefined))
      .then((found) => setExchange(found as Exchange | undefined))
      .catch(() => {})
    return () => leaving.abort()
  }, [chosen, world])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="column details" aria-labelledby="details-title" tabIndex={0}>
      <header class="column-head">
        <h2 id="details-title">
          {w.details} {exchange ? `#${exchange.id}` : ''}
        </h2>
        {exchange && <Copy text={() => curlOf(exchange, address(exchange))}>{w.curl}</Copy>}
      </header>
      {exchange ? <Whole exchange={exchange} /> : <p class="faint nothing">{w.pick}</p>}
    </section>
  )
}

function Whole({ exchange }: { exchange: Exchange }) {
  const { hood: w } = words.value
  const { request, response } = exchange
  const found = findingsByExchange.value.get(exchange.id) ?? []
  return (
    <>
      <p class="request-line">
        <span class="strong">{request.method}</span> <code class="url">{request.url}</code>
      </p>
      <p class="faint">
        {exchange.operation} · {preciseTime(exchange.at)} · {took(exchange.until - exchange.at)}
      </p>
      {found.map((finding) => (
        <FindingItem key={`${finding.rule} ${finding.at}`} finding={finding} />
      ))}
      {exchange.remarks.length > 0 && (
        <ul class="remarks" aria-label={w.remarks}>
          {exchange.remarks.map((remark) => (
            <li key={JSON.stringify(remark)} class="tag token" lang="en">
              {remarkText(remark)}
            </li>
          ))}
        </ul>
      )}
      <Half title={w.request} headers={request.headers} body={request.body} />
      <Half
        title={w.response}
        status={
          <span class={`tag ${response.status === 0 || response.status >= 400 ? 'bad' : 'good'}`}>{response.status === 0 ? w.noAnswer : response.status}</span>
        }
        headers={response.headers}
        body={response.body}
      />
    </>
  )
}

/** Its kind, and the facts beside it. */
function remarkText({ kind, ...rest }: Exchange['remarks'][number]): string {
  const facts = Object.entries(rest).map(([key, value]) => `${key} ${/(At)$/.test(key) && typeof value === 'number' ? preciseTime(value) : String(value)}`)
  return [kind, ...facts].join(' · ')
}

function Half({ title, status, headers, body }: { title: string; status?: ComponentChildren; headers: Record<string, string>; body: unknown }) {
  const { hood: w } = words.value
  const text = bodyText(body)
  return (
    <section class="half" aria-label={title}>
      <h3>
        {title} {status}
        {text && <Copy text={() => text}>{w.copyBody}</Copy>}
      </h3>
      <details>
        <summary>
          {w.headers} <span class="count">{Object.keys(headers).length}</span>
        </summary>
        <dl class="headers">
          {Object.entries(headers).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {text ? <pre>{text}</pre> : <p class="faint">{w.noBody}</p>}
    </section>
  )
}

function Copy({ text, children }: { text(): string; children: string }) {
  const [done, setDone] = useState(false)
  return (
    <Button
      small
      icon={done ? 'check' : 'copy'}
      onPress={async () => {
        await copy(text())
        setDone(true)
      }}
    >
      {done ? words.value.shell.copied : children}
    </Button>
  )
}
