import { parseTemplate } from '../expressions/template.ts'
import { ExpressionError } from '../expressions/value.ts'
import type { Activity } from '../format.ts'
import { readingsOf } from './reading.ts'
import { type FlowCheck, remark } from './remark.ts'

/** Expressions that cannot be read: the activity stops every call that comes to it. */
export const expressions: FlowCheck = ({ main, events }) =>
  [...main.activities, ...events.activities].flatMap((activity: Activity) =>
    readingsOf(activity).flatMap(({ where, text }) => {
      const message = unreadable(text)
      return message
        ? [remark('expression', activity, [], `The text of ${where} cannot be read: ${message}`, `Correct the expression in ${shortened(text)}.`)]
        : []
    }),
  )

function unreadable(text: string): string | undefined {
  try {
    parseTemplate(text)
    return undefined
  } catch (error) {
    if (error instanceof ExpressionError) return error.message
    throw error
  }
}

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
