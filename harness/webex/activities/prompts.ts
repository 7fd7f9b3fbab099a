import type { Here } from '../here.ts'
import { promptsOf } from '../properties.ts'

/** Length of an audio file, which is not there to be measured; simulator-defined. */
const FILE_MS = 5000

/** Speaks and plays an activity's prompts (`promptsTts`, `prompts`), for as long as they take. Answers the digit that interrupted them where that is allowed. */
export async function prompts(here: Here, interruptible: boolean): Promise<string | undefined> {
  for (const { kind, text } of promptsOf(here.activity)) {
    const lasts = kind === 'speech' ? speak(here, text) : play(here, text)
    if (interruptible && here.env.settings.bargeIn) {
      const digit = await here.digit(lasts)
      if (digit !== undefined) return digit
    } else await here.sleep(lasts)
  }
  return undefined
}

function speak(here: Here, template: string): number {
  const text = here.render(template, 'promptsTts')
  here.tell({ did: 'spoke', text, template })
  const rate = here.number('speakingRate', 1) || 1
  return Math.ceil((text.length / here.env.settings.speech / rate) * 1000)
}

function play(here: Here, source: string): number {
  here.tell({ did: 'played', file: here.render(source, 'prompts') })
  return FILE_MS
}
