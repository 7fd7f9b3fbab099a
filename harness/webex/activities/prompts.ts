import type { Here } from '../here.ts'

/** Length of an audio file, which is not there to be measured; simulator-defined. */
const FILE_MS = 5000

interface Prompt {
  type?: unknown
  value?: unknown
}

/**
 * Speaks and plays an activity's prompts in their order, for as long as they take. Answers the digit that interrupted them
 * where that is allowed.
 */
export async function prompts(here: Here, interruptible: boolean): Promise<string | undefined> {
  const list = [here.activity.properties.promptsTts, here.activity.properties.prompts].flatMap((some) => (Array.isArray(some) ? (some as Prompt[]) : []))
  for (const { type, value } of list) {
    const source = String(value ?? '')
    const lasts = type === 'tts' ? speak(here, source) : play(here, source)
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
