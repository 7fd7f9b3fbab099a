import type { Sown } from './arrangement.ts'
import type { Provider } from './provider.ts'
import { StateError } from './state.ts'
import { atTarget } from './target-error.ts'

/** What a real organisation calls something that a pact calls otherwise: it chooses the ids of its records itself. */
type Names = ReadonlyMap<string, string>

interface Created {
  path: string
}

/** What `end` could not delete of a real organisation's records: their URLs, and why. */
export type Left = (url: string, why: string) => void

/**
 * A real organisation. Records that a provider state asks for are made for an interaction and deleted behind it; none that is
 * there already is ever changed. `authorization` is the header that its client brings.
 */
export function targetProvider(base: string, authorization: string, left: Left): Provider {
  const fetched = atTarget()
  let created: Created[] = []
  let names: Map<string, string> = new Map()
  let wrong = false
  /** Settled when nothing is on its way any more: what a late answer has made is deleted, too. */
  let underWay: Promise<void> = Promise.resolve()
  const following = <T>(work: Promise<T>): Promise<T> => {
    underWay = Promise.allSettled([underWay, work]).then(() => {})
    return work
  }

  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetched(base + path, {
      method,
      headers: { authorization, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const clear = async () => {
    const all = created.reverse()
    created = []
    names = new Map()
    for (const { path } of all) {
      const why = await ask('DELETE', path).then(({ ok, status }) => (ok || status === 404 ? undefined : `it answered ${status}`), whyOf)
      if (why !== undefined) left(base + path, why)
    }
  }

  const begin: Provider['begin'] = async ({ records = [], values = {}, access }) => {
    await clear()
    wrong = access?.kind === 'wrong'
    const told: Record<string, unknown> = { ...values }
    for (const record of records) {
      const { path, id } = record.system === 'dynamics' ? await makeRow(ask, record) : await makeZendesk(ask, record, names)
      created.push({ path })
      if (String(record.row[record.key]) !== id) names.set(String(record.row[record.key]), id)
      if (record.value !== undefined) told[record.value] = typeof record.row[record.key] === 'number' ? Number(id) : id
    }
    return told
  }
  const answer: Provider['answer'] = async (path, { method, headers, body }) => {
    const renamed = body && names.size > 0 ? new TextEncoder().encode(renaming(new TextDecoder().decode(body), names)) : body
    const sent = headers.authorization === undefined ? headers : { ...headers, authorization: wrong ? 'Bearer this-token-is-nobodys' : authorization }
    const said = await fetched(base + renaming(path, names), { method, headers: sent, redirect: 'manual', ...(renamed ? { body: renamed } : {}) })
    const made = await madeBy(method, path, said.clone())
    if (made !== undefined) created.push({ path: made })
    if (names.size === 0) return said
    const back = new Map([...names].map(([ours, theirs]) => [theirs, ours]))
    const text = renaming(await said.text(), back)
    return new Response(text === '' ? null : text, { status: said.status, headers: said.headers })
  }

  return {
    begin: (arrangement) => following(begin(arrangement)),
    answer: (path, init) => following(answer(path, init)),
    async end() {
      await underWay
      await clear()
    },
  }
}

const whyOf = (error: Error): string => error.message

/** Where a record is that the interaction itself has made; undefined where it made none. */
async function madeBy(method: string, path: string, answer: Response): Promise<string | undefined> {
  if (method !== 'POST' || (answer.status !== 201 && answer.status !== 204)) return undefined
  const said = answer.headers.get('odata-entityid') ?? answer.headers.get('location')
  if (said !== null) return new URL(said, 'https://target').pathname.replace(/.*(?=\/api\/)/, '')
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>
  const [, id] = Object.entries(body).find(([name, value]) => /^[a-z]+id$/.test(name) && /^[0-9a-f-]{36}$/.test(String(value))) ?? []
  return id === undefined ? undefined : `${path.split('?')[0]}(${String(id)})`
}

/** Ids in paths and bodies, whole ones only. */
const renaming = (text: string, names: Names): string =>
  [...names].reduce((changed, [from, to]) => changed.replaceAll(new RegExp(`(?<![\\w+-])${from}(?![\\w-])`, 'g'), to), text)

type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>

/** `If-None-Match: *` makes a row and never changes one that is there. */
async function makeRow(ask: Ask, { set, key, row }: Sown) {
  const { [key]: id, ...columns } = row
  const path = `/api/data/v9.2/${set}(${String(id)})`
  const answer = await ask('PATCH', path, columns, { 'if-none-match': '*' })
  if (answer.status === 412)
    throw new StateError(`The target has a record ${set}(${String(id)}) already. It is left as it is; choose another id in the provider state.`)
  await made(answer, set)
  return { path, id: String(id) }
}

async function makeZendesk(ask: Ask, { set, row }: Sown, names: Names) {
  const { id: _, verified: __, ...members } = row
  const one = set.replace(/s$/, '')
  const body = JSON.parse(renaming(JSON.stringify({ [one]: members }), names)) as unknown
  const answer = await made(await ask('POST', `/api/v2/${set}.json`, body), set)
  const { id } = ((await answer.json()) as Record<string, { id: number }>)[one] ?? { id: 0 }
  return { path: `/api/v2/${set}/${id}.json`, id: String(id) }
}

async function made(answer: Response, set: string): Promise<Response> {
  if (answer.ok) return answer
  throw new StateError(`The target refused a record of ${set} that the provider state asks for (${answer.status}): ${(await answer.text()).slice(0, 300)}`)
}
