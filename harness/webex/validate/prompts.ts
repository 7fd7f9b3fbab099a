import type { Activity } from '../format.ts'
import { promptsOf } from '../properties.ts'
import { placeholdersIn } from '../spoken.ts'
import { type FlowCheck, remark } from './remark.ts'

const speaks = ({ type }: Activity) => type === 'play-message' || type === 'ivr-menu' || type === 'ivr-collectdigits'
/** The music that every tenant has. */
const DEFAULT_MUSIC = /^defaultmusic/i

/** R082: what is said comes from text, or from a file that somebody has uploaded. */
export const prompts: FlowCheck = ({ main, events }) =>
  [...main.activities, ...events.activities].flatMap((activity) => {
    const heard = promptsOf(activity)
    if (speaks(activity) && heard.length === 0) return [remark('no-prompt', activity, ['R082'], 'It has nothing to say.', 'Give it a text, or an audio file.')]
    if (activity.type === 'play-music' && !activity.properties.prompt && !activity.properties.promptDynamic)
      return [remark('no-prompt', activity, ['R082'], 'It has no music to play.', 'Choose an audio file, such as defaultmusic_on_hold.wav.')]
    const music = activity.type === 'play-music' ? [{ kind: 'file' as const, text: String(activity.properties.prompt ?? '') }] : []
    return [
      ...heard
        .filter(({ kind, text }) => kind === 'speech' && placeholdersIn(text.replaceAll(/\{\{[^}]*\}\}/g, '')).length > 0)
        .map(({ text }) =>
          remark(
            'placeholder-in-text',
            activity,
            ['R075'],
            `Its text says "${placeholdersIn(text.replaceAll(/\{\{[^}]*\}\}/g, ''))[0]}" to every caller.`,
            'Say it in words.',
          ),
        ),
      ...[...heard, ...music]
        .filter(({ kind, text }) => kind === 'file' && text !== '' && !text.includes('{{') && !DEFAULT_MUSIC.test(text))
        .map(({ text }) =>
          remark('audio-file', activity, ['R082'], `The file ${text} does not come with the flow.`, 'Upload it before the flow goes live.', 'warning'),
        ),
    ]
  })
