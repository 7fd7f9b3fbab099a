import type { Told } from '../meaning.ts'
import { boundaryOf, headed, headersOf, parseBatch, split } from './parse.ts'

interface AnsweredPart {
  status: number
  headers: Record<string, string>
  body: unknown
}

/**
 * The operations of a batch with their answers, from its two bodies. A change set that failed has one answer for all its
 * parts; what did not run any more has none (status 0).
 */
export function toldOfBatch(sent: string, sentType: string, answered: string, answeredType: string): Told[] {
  const items = parseBatch(sent, boundaryOf(sentType) ?? '')
  const answers = split(answered.replaceAll('\r\n', '\n'), boundaryOf(answeredType) ?? '').map(answersIn)
  return items.flatMap((item, i) => {
    const parts = item.kind === 'single' ? [item.part] : item.parts
    const given = answers[i] ?? []
    return parts.map((part, j): Told => {
      const answer = given[j] ?? (given.length === 1 ? given[0] : undefined) ?? { status: 0, headers: {}, body: undefined }
      const url = part.url.replace(/^[a-z]+:\/\/[^/]+/i, '').replace(/^(\/w\/[^/]+)?\/api\/data\/v\d+\.\d+\/+|^\/+/, '')
      const question = url.indexOf('?')
      return {
        method: part.method,
        path: decoded(question < 0 ? url : url.slice(0, question)),
        search: question < 0 ? '' : url.slice(question),
        sent: json(part.body),
        status: answer.status,
        headers: answer.headers,
        answered: answer.body,
      }
    })
  })
}

function answersIn(section: string): AnsweredPart[] {
  const { headers, body } = headed(section)
  const inner = boundaryOf(headers['content-type'] ?? '')
  return inner ? split(body, inner).map((one) => answerOf(headed(one).body)) : [answerOf(body)]
}

function answerOf(text: string): AnsweredPart {
  const [line = '', ...rest] = text.replace(/^\n+/, '').split('\n')
  const blank = rest.indexOf('')
  return {
    status: Number(/^HTTP\/\S+ (\d+)/.exec(line)?.[1] ?? 0),
    headers: headersOf(blank < 0 ? rest : rest.slice(0, blank)),
    body: json(blank < 0 ? '' : rest.slice(blank + 1).join('\n')),
  }
}

function json(text: string): unknown {
  try {
    return text.trim() === '' ? undefined : JSON.parse(text)
  } catch {
    return text
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
