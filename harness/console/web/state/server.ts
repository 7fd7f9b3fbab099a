import { signal } from '@preact/signals'
import type { ErrorCode } from '../../protocol.ts'

/** The World of this browser; undefined: the trainer's. */
export const wantedWorld = new URLSearchParams(location.search).get('world') ?? undefined

/** What the server refused, in its words and, where it has one, by its code. */
export interface Trouble {
  message: string
  expected?: string
  code?: ErrorCode | 'unreachable'
}

/** What went wrong last; undefined: nothing, or it was put away, or something else was done since. */
export const trouble = signal<Trouble | undefined>(undefined)

/** A path of the control plane, with the World that this browser looks at. */
export function pathOf(path: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams({ ...(wantedWorld === undefined ? {} : { world: wantedWorld }), ...query }).toString()
  return `/_sim/${path}${search === '' ? '' : `?${search}`}`
}

/** Asks and answers; undefined when it was refused, which {@link trouble} then tells. */
export async function ask<T>(url: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T | undefined> {
  try {
    const response = await fetch(url, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (response.ok && method !== 'GET') trouble.value = undefined
    if (response.status === 204) return {} as T
    const answer = (await response.json()) as T & { error?: Trouble }
    if (response.ok) return answer
    trouble.value = answer.error ?? { message: `${response.status}` }
  } catch {
    // A browser says no more than that, each in its own words.
    trouble.value = { message: '', code: 'unreachable' }
  }
  return undefined
}
