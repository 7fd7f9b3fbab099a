import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { axisOf } from '../../../report/html/picture/axis.ts'
import { layOut, ROW } from '../../../report/html/picture/layout.ts'
import type { Mark } from '../../../report/html/picture/marks.ts'
import type { DeskView, MarkView } from '../../protocol.ts'
import { FindingList } from '../findings/list.tsx'
import { language, words } from '../i18n/index.ts'
import { desk } from '../state/desk.ts'
import { strip } from '../state/preferences.ts'
import { hrefOf } from '../state/route.ts'
import { preciseTime, timeOfDay } from '../state/time.ts'
import { Button } from '../ui/button.tsx'
import { Shape } from './shape.tsx'

const HEAD = 108
const TIME = 20

/** The strip at the bottom: who did what when, drawn as in the report. */
export function Strip() {
  const { lanes: w, findings } = words.value
  const view = desk.value
  const [tab, setTab] = useState<'lanes' | 'findings'>('lanes')
  if (!view) return null
  const hidden = strip.value === 'hidden'
  const count = view.findings.length
  return (
    <section class={hidden ? 'strip folded' : 'strip'} aria-label={w.title}>
      <header class="strip-head">
        <div class="tabs" role="tablist" aria-label={w.title}>
          <Tab id="lanes" text={w.title} chosen={tab === 'lanes'} onChoose={setTab} />
          <Tab id="findings" text={findings.count(count)} chosen={tab === 'findings'} onChoose={setTab} bad={count > 0} />
        </div>
        <Button
          kind="quiet"
          small
          onPress={() => {
            strip.value = hidden ? 'shown' : 'hidden'
          }}
        >
          {hidden ? w.show : w.hide}
        </Button>
      </header>
      {!hidden && (
        <div role="tabpanel" id="strip-panel" aria-labelledby={`tab-${tab}`} class="strip-body">
          {tab === 'findings' ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
            <section class="strip-findings" tabIndex={0} aria-label={findings.title}>
              <FindingList all={view.findings} />
            </section>
          ) : view.marks.length === 0 ? (
            <p class="faint nothing">{w.empty}</p>
          ) : (
            <Lanes view={view} />
          )}
        </div>
      )}
    </section>
  )
}

type TabName = 'lanes' | 'findings'
function Tab({ id, text, chosen, onChoose, bad }: { id: TabName; text: string; chosen: boolean; onChoose(id: TabName): void; bad?: boolean }) {
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${id}`}
      aria-selected={chosen}
      aria-controls="strip-panel"
      tabIndex={chosen ? 0 : -1}
      class={bad ? 'tab bad' : 'tab'}
      onClick={() => onChoose(id)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
        const other = id === 'lanes' ? 'findings' : 'lanes'
        onChoose(other)
        document.getElementById(`tab-${other}`)?.focus()
      }}
    >
      {text}
    </button>
  )
}

/** As the report's picture wants it; a step says its verb in the language of the page. */
function markOf(mark: MarkView, view: DeskView): Mark {
  const own = language.value === 'en' || mark.verb === undefined ? undefined : words.value.verbs[mark.verb]
  const label = own ?? (mark.shape === 'trigger' && language.value !== 'en' ? words.value.lanes.due : mark.label)
  const blamed = mark.lane === 'findings' || (mark.exchange !== undefined && view.findings.some(({ exchanges }) => exchanges.includes(mark.exchange as number)))
  return {
    lane: mark.lane,
    at: mark.at,
    ...(mark.until === undefined ? {} : { until: mark.until }),
    shape: mark.shape,
    label,
    title: `${preciseTime(mark.at)} ${label}`,
    ...(mark.exchange === undefined ? {} : { target: String(mark.exchange) }),
    ...(blamed ? { blamed } : {}),
  }
}

function Lanes({ view }: { view: DeskView }) {
  const { lanes: w, crm } = words.value
  const scroller = useRef<HTMLElement>(null)
  const [room, setRoom] = useState(900)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const watcher = new ResizeObserver(() => setRoom(element.clientWidth - HEAD - 2 * ROW - 1))
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])

  const { placed, axis, width, height, times } = useMemo(() => {
    const marks = view.marks.map((mark) => markOf(mark, view))
    const instants = marks.flatMap(({ at, until }) => (until === undefined ? [at] : [at, until]))
    const waits = marks.flatMap(({ at, until }) => (until === undefined ? [] : [[at, until] as const]))
    const line = axisOf(instants, waits, Math.max(room, 300), Math.max(room, instants.length * 90))
    const lanes = layOut(marks, line, TIME)
    const last = lanes.at(-1)
    return { placed: lanes, axis: line, width: HEAD + line.width + 2 * ROW, height: last ? last.top + last.height : TIME, times: timesOf(instants, line.x) }
  }, [view.marks, view.findings, room, language.value])

  // The newest is what somebody watches.
  useEffect(() => scroller.current?.scrollTo({ left: scroller.current.scrollWidth, top: scroller.current.scrollHeight }), [width, height, view.marks.length])
  const left = HEAD + ROW
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="lanes" ref={scroller} tabIndex={0} aria-label={w.scroll}>
      <svg width={width} height={height} role="presentation">
        {placed.map(({ lane, top, height: high }, index) => (
          <rect key={lane} class={`lane ${lane}${index % 2 === 0 ? ' even' : ''}`} x={0} y={top} width={width} height={high} />
        ))}
        {axis.breaks.map(({ x0, x1, from }) => (
          <rect key={from} class="break" x={left + x0 + 8} y={TIME} width={Math.max(x1 - x0 - 16, 4)} height={height - TIME} />
        ))}
        {placed.flatMap(({ lane, marks }) =>
          marks.map(({ mark, x, y, length, text, words: where, span }) => {
            const body = (
              <>
                <title>{mark.title}</title>
                {mark.target && <rect class="target" x={left + span.from} y={y - ROW / 2} width={span.until - span.from} height={ROW} rx={4} />}
                {length > 0 ? <rect class="bar" x={left + x} y={y - 8} width={length} height={16} rx={3} /> : <Shape shape={mark.shape} x={left + x} y={y} />}
                {text && (
                  <text
                    x={where === 'before' ? left + x - 10 : where === 'inside' ? left + x + 8 : left + x + length + (length > 0 ? 6 : 10)}
                    y={y + 4}
                    class={where === 'before' ? 'before' : undefined}
                  >
                    {text}
                  </text>
                )}
              </>
            )
            const classes = `mark ${mark.shape}${mark.blamed ? ' blamed' : ''}`
            const key = `${lane} ${mark.at} ${mark.title} ${x} ${y}`
            return mark.target ? (
              <a key={key} class={classes} href={hrefOf('hood', Number(mark.target))} aria-label={mark.title}>
                {body}
              </a>
            ) : (
              <g key={key} class={classes}>
                {body}
              </g>
            )
          }),
        )}
      </svg>
      <div class="lane-times" aria-hidden="true">
        {times.map(({ at, x }) => (
          <span key={at} style={{ left: `${left + x}px` }}>
            {timeOfDay(at)}
          </span>
        ))}
      </div>
      <div class="lane-names" aria-hidden="true">
        {placed.map(({ lane, top, height: high }) => (
          <span key={lane} style={{ top: `${top}px`, height: `${high}px` }} class={`name-${lane}`}>
            {lane === 'crm' ? crm.names[view.crm] : w[lane]}
          </span>
        ))}
      </div>
    </section>
  )
}

/** Times of day above the plot, as many as fit. */
function timesOf(instants: readonly number[], x: (at: number) => number): { at: number; x: number }[] {
  let reached = Number.NEGATIVE_INFINITY
  return [...new Set(instants.map((at) => Math.floor(at / 1000) * 1000))]
    .sort((a, b) => a - b)
    .flatMap((at) => {
      const place = x(Math.max(at, instants[0] ?? at))
      if (place - reached < 70) return []
      reached = place
      return [{ at, x: place }]
    })
}
