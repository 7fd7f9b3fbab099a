import type { Answered } from './fixture.ts'
import { filled, type Known, kept, type Probe } from './probe.ts'
import { headersOf, shapeOf } from './shape.ts'

/** A system that can be asked: where it is, how its client signs in, and what is known before the first question. */
export interface Asked {
  base: string
  fetch: typeof fetch
  /** The value of the Authorization header; undefined where there is none to send. */
  authorization: string | undefined
  known: Known
}

/** Asks everything in order and keeps the forms of the answers. A question whose `{{name}}` nothing filled is left out. */
export async function askAll({ base, fetch: ask, authorization, known: given }: Asked, probes: readonly Probe[]): Promise<Answered[]> {
  const known = { ...given }
  const answers: Answered[] = []
  for (const probe of probes) {
    const path = filled(probe.path, known)
    if (/\{\{\w+\}\}/.test(path)) continue
    const answer = await ask(base + encoded(path), requestOf(probe, known, authorization))
    const text = await answer.text()
    const body = parsed(text)
    for (const [name, where] of Object.entries(probe.keeps)) {
      const found = kept(body, where)
      if (found !== undefined) known[name] = found
    }
    const refusal = answer.status >= 400
    answers.push({ probe, answer: { status: answer.status, headers: headersOf(answer.headers), body: text === '' ? null : shapeOf(body, refusal) } })
  }
  return answers
}

function requestOf(probe: Probe, known: Known, authorization: string | undefined): RequestInit {
  const { method, access, body } = probe
  const headers: Record<string, string> = { accept: 'application/json', ...filled(probe.headers, known) }
  const bearer = access === 'wrong' ? 'Bearer this-token-is-nobodys' : access === 'none' ? undefined : authorization
  if (bearer !== undefined) headers.authorization = bearer
  const sent = body === undefined ? undefined : typeof body === 'string' ? filledForm(body, known) : JSON.stringify(filled(body, known))
  if (sent !== undefined) headers['content-type'] ??= 'application/json'
  return { method, headers, redirect: 'manual', ...(sent === undefined ? {} : { body: sent }) }
}

const filledForm = (text: string, known: Known): string =>
  filled(text, Object.fromEntries(Object.entries(known).map(([name, value]) => [name, encodeURIComponent(value)])))

/** Spaces, as people write them in a query. */
const encoded = (path: string): string => path.replaceAll(' ', '%20')

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
