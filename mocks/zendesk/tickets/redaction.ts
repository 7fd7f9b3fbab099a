import { escapeHtml } from '../html.ts'
import type { Comment } from '../records.ts'
import { collapse, textOfHtml, toHtml } from './text.ts'

const BLOCK = '▇'

/** Blocks in the place of a text. */
export const redacted = (whole: string, text: string): string => whole.split(text).join(BLOCK.repeat(text.length))

/** A comment in which the text stands nowhere any more: not in its HTML, and not in what is known of the call that it is about. */
export function redactedComment(comment: Comment, text: string): Comment {
  const body = redacted(comment.body, text)
  const { data } = comment
  return {
    ...comment,
    body,
    html_body: redactedHtml(comment.html_body, text) ?? toHtml(body),
    plain_body: redacted(comment.plain_body, text),
    ...(data ? { data: redactedValues(data, text) } : {}),
  }
}

/** Undefined where the text goes across tags, or stands in one: then only the plain text can be shown. */
function redactedHtml(html: string, text: string): string | undefined {
  const spellings = [...new Set([text, escapeHtml(text), text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')])]
  const swap = (part: string) => spellings.reduce((left, spelling) => left.split(spelling).join(BLOCK.repeat(text.length)), part)
  const changed = html.replace(/(^|>)([^<]+)/g, (_all, edge: string, part: string) => edge + swap(part))
  const values = [...changed.matchAll(/=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '')
  const left = [collapse(textOfHtml(changed)), ...values.map((value) => textOfHtml(value))]
  return left.some((part) => part.includes(text)) ? undefined : changed
}

const redactedValues = (data: Record<string, unknown>, text: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [name, typeof value === 'string' ? redacted(value, text) : value]))
