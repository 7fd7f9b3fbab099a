import type { Keyed, Told, Upserted } from '../meaning.ts'
import { standardModel } from '../model/model.ts'
import { resourceOf } from '../path.ts'
import { REFERENCE } from '../write/bind.ts'
import { boundaryOf, headed, headersOf, parseBatch, split } from './parse.ts'

interface AnsweredPart {
  status: number
  headers: Record<string, string>
  body: unknown
}

/**
 * The operations of a batch with their answers, from its two bodies. A change set that failed has one answer for all its
 * parts; what did not run any more has none (status 0). `upserted`: what alternate keys named, in the order of the parts;
 * `keyed`: the same of rows that are bound or deleted.
 */
export function toldOfBatch(
  sent: string,
  sentType: string,
  answered: string,
  answeredType: string,
  upserted: readonly Upserted[],
  keyed: readonly Keyed[],
): Told[] {
  const left = [...upserted]
  const items = parseBatch(sent, boundaryOf(sentType) ?? '')
  const answers = split(answered.replaceAll('\r\n', '\n'), boundaryOf(answeredType) ?? '').map(answersIn)
  return items.flatMap((item, i) => {
    const parts = item.kind === 'single' ? [item.part] : item.parts
    const given = answers[i] ?? []
    const addresses = new Map<string, string>()
    return parts.map((part, j): Told => {
      const answer = given[j] ?? (given.length === 1 ? given[0] : undefined) ?? { status: 0, headers: {}, body: undefined }
      const named = withAddress(part.url, addresses)
      const url = resourceOf(named).replace(/^\/+/, '')
      const question = url.indexOf('?')
      const path = decoded(question < 0 ? url : url.slice(0, question))
      const [row] = part.method === 'PATCH' && (left[0]?.named === path || `/${left[0]?.record}` === named) ? left.splice(0, 1) : []
      const address = row ? `/${row.record}` : addressOf(path, answer)
      if (part.contentId && address) addresses.set(part.contentId, address)
      return {
        method: part.method,
        path,
        search: question < 0 ? '' : url.slice(question),
        sent: withAddresses(json(part.body), addresses),
        status: answer.status,
        headers: answer.headers,
        answered: answer.body,
        keyed,
        ...(row ? { upserted: row } : {}),
        ...(named === part.url ? {} : { again: true }),
      }
    })
  })
}

/** `$1` in an address is the row that the part with this Content-ID wrote. */
const withAddress = (text: string, addresses: ReadonlyMap<string, string>): string =>
  text.replace(REFERENCE, (reference, id: string) => addresses.get(id) ?? reference)

/** The same in what a body binds. */
function withAddresses(sent: unknown, addresses: ReadonlyMap<string, string>): unknown {
  if (addresses.size === 0 || typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent
  const bound = (name: string, value: unknown) => (/@odata\.(bind|id)$/.test(name) && typeof value === 'string' ? withAddress(value, addresses) : value)
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, bound(name, value)]))
}

/** Of the row that a part wrote: its header names it, or the row itself where that is the answer. */
function addressOf(path: string, { headers, body }: AnsweredPart): string | undefined {
  const named = headers['odata-entityid']
  if (named) return `/${named.slice(named.lastIndexOf('/') + 1)}`
  const set = /^\w+/.exec(path)?.[0] ?? ''
  const table = standardModel().sets.get(set)
  const id = table && typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[table.key] : undefined
  return typeof id === 'string' ? `/${set}(${id})` : undefined
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
