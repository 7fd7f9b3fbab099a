import { signal } from '@preact/signals'
import type { Exchange } from '../../../../mocks/core/journal.ts'
import { pathOf } from './server.ts'

/** As many as the journal keeps. */
export const MOST = 10_000

/** A line of the list. Headers and bodies are asked for when somebody looks: ten thousand of them need not be in the browser. */
export interface ExchangeRow {
  id: number
  mock: string
  at: number
  until: number
  method: string
  path: string
  status: number
  remarks: readonly string[]
}

export const hasFailed = ({ status }: ExchangeRow): boolean => status === 0 || status >= 400

let kept: ExchangeRow[] = []
let drawing = false
/** Oldest first, in the order of their numbers. */
export const exchanges = signal<readonly ExchangeRow[]>([])

export const newestExchange = (): number => kept.at(-1)?.id ?? 0

/** Those of a burst are shown together, with the next frame. */
export function addExchanges(more: readonly Exchange[]): void {
  for (const exchange of more) {
    const row = rowOf(exchange)
    const newest = newestExchange()
    if (row.id > newest) kept.push(row)
    else if (row.id < newest - MOST) continue
    else {
      const place = kept.findIndex(({ id }) => id >= row.id)
      if (kept[place]?.id === row.id) kept[place] = row
      else kept.splice(place, 0, row)
    }
  }
  // Cut seldom and in one go: dropping the first of ten thousand each time is slow.
  if (kept.length > MOST * 1.1) kept = kept.slice(-MOST)
  if (drawing) return
  drawing = true
  requestAnimationFrame(show)
}

function show(): void {
  drawing = false
  exchanges.value = kept.slice(-MOST)
}

export function forgetExchanges(): void {
  kept = []
  exchanges.value = []
}

let whole = false
/** The rest of the journal, when the list is first looked at. */
export async function loadAll(): Promise<void> {
  if (whole) return
  whole = true
  const response = await fetch(pathOf('journal', { limit: String(MOST) }))
  if (!response.ok) return
  const { exchanges: all } = (await response.json()) as { exchanges: Exchange[] }
  const known = kept
  kept = all.map(rowOf)
  const newest = newestExchange()
  kept.push(...known.filter(({ id }) => id > newest))
  show()
}

function rowOf({ id, mock, at, until, request, response, remarks }: Exchange): ExchangeRow {
  return { id, mock, at, until, method: request.method, path: pathIn(request.url), status: response.status, remarks: remarks.map(({ kind }) => kind) }
}

function pathIn(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  return start === -1 ? '/' : readable(url.slice(start))
}

/** As people write it: `$filter=contains(phone,'+49')` instead of its escapes. */
function readable(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
