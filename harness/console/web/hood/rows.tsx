import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { words } from '../i18n/index.ts'
import { findingsByExchange } from '../state/desk.ts'
import { type ExchangeRow, hasFailed } from '../state/exchanges.ts'
import { go, route } from '../state/route.ts'
import { preciseTime, took } from '../state/time.ts'

const ROW = 32
/** Rows beyond the edges, so that a quick scroll shows no gap. */
const MORE = 8

interface RowsProps {
  shown: readonly ExchangeRow[]
  /** Stays at the end when rows are added. */
  follow: boolean
  /** Somebody scrolled or moved away from the end. */
  onAway(): void
}

/** Up to ten thousand rows, of which those are drawn that can be seen. Apart from the filters: these are not drawn anew as somebody scrolls. */
export function ExchangeRows({ shown, follow, onAway }: RowsProps) {
  const { hood: w } = words.value
  const [first, setFirst] = useState(0)
  const [height, setHeight] = useState(600)
  const scroller = useRef<HTMLDivElement>(null)
  const chosen = Number(route.value.chosen ?? 0)
  const place = useMemo(() => shown.findIndex(({ id }) => id === chosen), [shown, chosen])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const watcher = new ResizeObserver(() => setHeight(element.clientHeight))
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])
  useEffect(() => {
    if (follow) scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }, [follow, shown.length])
  // Who chose one, here or by a link to it, looks at that one; it may come with the rest of the journal.
  useEffect(() => {
    if (chosen) onAway()
  }, [chosen])
  useEffect(() => {
    if (place !== -1) reveal(scroller.current, place)
  }, [chosen, place === -1])

  const places = Math.ceil(height / ROW) + 2 * MORE
  const visible = shown.slice(first, first + places)
  const focusable = visible.some(({ id }) => id === chosen) ? chosen : visible[0]?.id

  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -shown.length, End: shown.length }
    const by = steps[event.key]
    if (by === undefined || shown.length === 0) return
    event.preventDefault()
    const to = shown[Math.min(Math.max(Math.max(place, 0) + by, 0), shown.length - 1)]
    if (!to) return
    go('hood', to.id)
    requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(`exchange-${to.id}`)?.focus()))
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot leave out the rows that nobody sees
    <div class="grid" role="grid" aria-rowcount={shown.length + 1} aria-labelledby="exchanges-title" onKeyDown={move}>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its cells are read, not used */}
      <div class="grid-head" role="row" aria-rowindex={1}>
        {[w.number, w.at, w.method, w.path, w.status, w.took, w.rules].map((text) => (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <span key={text} role="columnheader">
            {text}
          </span>
        ))}
      </div>
      <div
        class="grid-rows"
        role="presentation"
        ref={scroller}
        // Who presses on a row wants it to stay there.
        onPointerDown={onAway}
        onScroll={(event) => {
          const element = event.currentTarget
          setFirst(Math.max(Math.floor(element.scrollTop / ROW) - MORE, 0))
          if (follow && element.scrollTop + element.clientHeight < element.scrollHeight - 2 * ROW) onAway()
        }}
      >
        <div class="grid-all" role="presentation" style={{ height: `${shown.length * ROW}px` }}>
          {/* Elements stay where they are and get new text: that is quicker than making new ones for each row. */}
          {visible.map((row, index) => (
            <Row key={index} row={row} index={first + index} chosen={row.id === chosen} focusable={row.id === focusable} />
          ))}
        </div>
        {shown.length === 0 && <p class="faint nothing">{w.none}</p>}
      </div>
    </div>
  )
}

function reveal(element: HTMLElement | null, index: number): void {
  if (!element) return
  const at = index * ROW
  if (at < element.scrollTop || at + ROW > element.scrollTop + element.clientHeight) element.scrollTo({ top: Math.max(at - element.clientHeight / 2, 0) })
}

function Row({ row, index, chosen, focusable }: { row: ExchangeRow; index: number; chosen: boolean; focusable: boolean }) {
  const { hood: w } = words.value
  const found = findingsByExchange.value.get(row.id) ?? []
  const cell = (text: string, kind: string) => (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot leave out the rows that nobody sees
    // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus
    <span role="gridcell" class={kind} title={kind === 'path' ? text : undefined}>
      {text}
    </span>
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      id={`exchange-${row.id}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      tabIndex={focusable ? 0 : -1}
      class={`grid-row${hasFailed(row) ? ' failed' : ''}${found.length > 0 ? ' found' : ''}`}
      style={{ transform: `translateY(${index * ROW}px)` }}
      onClick={() => go('hood', row.id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault()
          go('hood', row.id)
        }
      }}
    >
      {cell(String(row.id), 'number')}
      {cell(preciseTime(row.at), 'at')}
      {cell(row.method, 'method')}
      {cell(row.path, 'path')}
      {cell(row.status === 0 ? w.noAnswer : String(row.status), 'status')}
      {cell(took(row.until - row.at), 'took')}
      {cell(found.flatMap(({ rules, rule }) => (rules.length > 0 ? rules : [rule])).join(' '), 'rules')}
    </div>
  )
}
