import { words } from '../i18n/index.ts'
import { playOrPause } from '../shell/time-commands.ts'
import { busy, send, sendClock } from '../state/desk.ts'
import { clock, now, span, timeOfDay } from '../state/time.ts'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/fields.tsx'

const SPEEDS = [1, 10, 60]

export function ClockPanel() {
  const { time } = words.value
  const { kind, scale, next } = clock.value
  const paused = scale === 0
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in line
    <div class="panel-group clock" role="group" aria-label={time.clock}>
      <Face />
      {kind === 'scaled' && <Button icon={paused ? 'play' : 'pause'} label={paused ? time.play : time.pause} onPress={playOrPause} />}
      <Button icon="step" label={stepLabel(next)} disabled={next === null || busy.value > 0} onPress={() => send({ do: 'time.steps' })} />
      {kind === 'virtual' ? (
        <span class="faint">{time.virtual}</span>
      ) : (
        <Segments
          label={time.speed}
          value={scale ?? undefined}
          options={SPEEDS.map((value) => ({ value, text: time.times(value) }))}
          onValue={(value) => sendClock({ scale: value })}
        />
      )}
    </div>
  )
}

function stepLabel(next: number | null): string {
  const { time } = words.value
  return next === null ? `${time.step}. ${time.nothing}` : `${time.step}. ${time.next(span(Math.max(next - clock.value.now, 0)))}`
}

/** Apart from the buttons, so that these are not drawn anew each second. */
function Face() {
  const { time } = words.value
  const at = now.value
  return (
    <div class={clock.value.scale === 0 ? 'face paused' : 'face'}>
      <time dateTime={new Date(at).toISOString()}>{timeOfDay(at)}</time>
      <span class="faint">{clock.value.scale === 0 ? time.paused : `${new Date(at).toISOString().slice(0, 10)} ${time.utc}`}</span>
    </div>
  )
}
