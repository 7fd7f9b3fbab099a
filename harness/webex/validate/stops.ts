import { own } from '../../../mocks/core/own.ts'
import { quote } from '../../rules/words.ts'
import { METHODS } from '../activities/http-request.ts'
import { DURATION } from '../activities/wait.ts'
import type { Activity } from '../format.ts'
import { readPath } from '../jsonpath.ts'
import { outputsOf, pairsOf, settingsOf } from '../properties.ts'
import { readsAnswers } from './reading.ts'
import { type FlowCheck, type FlowRemark, remark } from './remark.ts'

/** Settings with which an activity stops every call that comes to it, as the engine says it then. */
export const stops: FlowCheck = ({ main, events }) => {
  const activities = [...main.activities, ...events.activities]
  return [...paths(activities), ...activities.flatMap((activity) => [...kinds(activity), ...numbers(activity), ...pairs(activity), ...pause(activity)])]
}

const stop = (activity: Activity, message: string, mend: string): FlowRemark => remark('stops', activity, [], message, mend)
const elsewhere = (activity: Activity, what: string): FlowRemark =>
  remark(
    'not-imitated',
    activity,
    [],
    `${what} is not imitated, so a call that comes to it stops here.`,
    'Rehearse the rest of the flow, with a link past it.',
    'warning',
  )

/** No flow has so many; each is compiled. */
const MOST_PATHS = 2000

const paths = (activities: readonly Activity[]): FlowRemark[] =>
  activities
    .filter(readsAnswers)
    .flatMap((activity) => outputsOf(activity).map((output) => ({ activity, ...output })))
    .slice(0, MOST_PATHS)
    .flatMap(({ activity, path, variable }) => {
      try {
        readPath(path, null)
        return []
      } catch (error) {
        return [stop(activity, `${variable}: ${(error as Error).message}`, 'Correct the path, for example $.value[0].title.')]
      }
    })

function kinds(activity: Activity): FlowRemark[] {
  const { type, properties } = activity
  const content = String(properties.contentType ?? '').toUpperCase()
  const method = String(properties.httpRequestMethod || 'GET')
  const readable = type === 'parse-activity' ? ['', 'JSON'] : ['', 'JSON', 'NONE']
  return [
    ...(readsAnswers(activity) && !readable.includes(content) ? [elsewhere(activity, `Reading ${content}`)] : []),
    ...(type === 'http-request-v2' && !METHODS.includes(method.toUpperCase())
      ? [stop(activity, `"${method}" is no method.`, `Choose one of ${METHODS.join(', ')}.`)]
      : []),
    ...settingsOf(activity)
      .filter(({ setTo }) => setTo !== undefined && setTo !== 'set-to-literal')
      .map(({ setTo }) => elsewhere(activity, `Setting a variable by "${String(setTo)}"`)),
  ]
}

type ByActivity = Readonly<Record<string, readonly string[]>>
const of = (table: ByActivity, { type }: Activity): readonly string[] => own(table, type) ?? []

/** Seconds, milliseconds and counts, by the activity that reads them. */
const NUMBERS: ByActivity = {
  'http-request-v2': ['httpResponseTimeout', 'retryAttempts'],
  'ivr-menu': ['entryTimeout', 'speakingRate'],
  'ivr-collectdigits': ['entryTimeout', 'interDigitTimeout', 'minDigits', 'maxDigits', 'speakingRate'],
  'play-message': ['speakingRate'],
  'play-music': ['duration'],
}

const numbers = (activity: Activity): FlowRemark[] =>
  of(NUMBERS, activity).flatMap((property) => {
    const value = activity.properties[property] ?? ''
    return value === '' || (Number(value) >= 0 && Number.isFinite(Number(value)))
      ? []
      : [stop(activity, `${property} is ${quote(value)}, which is no number.`, 'Write a number, 0 or more.')]
  })

/** Names with values, by the activity that reads them. */
const PAIRS: ByActivity = {
  'http-request-v2': ['httpQueryParameters', 'httpRequestHeaders'],
  'screen-pop': ['queryParameters'],
}

const pairs = (activity: Activity): FlowRemark[] =>
  of(PAIRS, activity).flatMap((property) =>
    pairsOf(activity, property) ? [] : [stop(activity, `${property} is no object of names and values.`, 'Write it as { "name": "value" }.')],
  )

const pause = (activity: Activity): FlowRemark[] => {
  const duration = String(activity.properties.duration ?? '')
  return activity.type !== 'wait-activity' || DURATION.test(duration)
    ? []
    : [stop(activity, `The duration "${duration}" is not written HH:MM:SS.`, 'Write it so, for example 00:00:05.')]
}
