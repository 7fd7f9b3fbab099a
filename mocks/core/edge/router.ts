import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { Mock, Operation } from '../mock.ts'
import { problem } from '../problem.ts'
import { Recent } from '../recent.ts'

export interface Route {
  operation: Operation
  /** Named parts of the path, decoded. */
  params: Readonly<Record<string, string>>
}

/** Finds the operation that a request addresses; one that answers 404 in the vendor's words where there is none. */
export type Router = (method: string, path: string) => Route

/** Addresses whose routes are kept for each method: clients come back to the same few. */
const REMEMBERED = 1000
const METHODS = 20

/** One router a mock, whatever the number of Worlds: building one for hundreds of paths costs more than a short play. */
const routers = new WeakMap<Mock, Router>()

export function routerOf(mock: Mock): Router {
  const known = routers.get(mock)
  if (known) return known
  const made = routerFor(mock)
  routers.set(mock, made)
  return made
}

function routerFor(mock: Mock): Router {
  const table = new SmartRouter<Operation>({ routers: [new RegExpRouter(), new TrieRouter()] })
  const unrouted: Operation = {
    name: 'unrouted',
    method: 'ALL',
    path: '*',
    run: (call) => problem('not-found', 404, `${mock.title} has no ${call.method} ${call.path}.`),
  }
  for (const operation of [...mock.operations, unrouted]) table.add(operation.method, unended(operation.path), operation)

  const find = (method: string, path: string): Route => {
    const [found, stash] = table.match(method, unended(path))
    const [operation, named] = found[0] as (typeof found)[number]
    if (operation === unrouted && mock.anyCase && path !== path.toLowerCase()) return find(method, path.toLowerCase())
    const params: Record<string, string> = {}
    for (const name in named) {
      const part = (stash ? stash[named[name] as number] : named[name]) as string | undefined
      if (part !== undefined) params[name] = decoded(part)
    }
    return { operation, params }
  }
  const known = new Recent<string, Recent<string, Route>>(METHODS)
  return (method, path) => {
    const routes = known.get(method) ?? known.set(method, new Recent(REMEMBERED))
    return routes.get(path) ?? routes.set(path, find(method, path))
  }
}

/** The vendors forgive a slash at the end (inferred from integrations in use that send one). */
const unended = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)

const decoded = (part: string): string => (part.includes('%') ? (decode(part) ?? part.replace(/(?:%[0-9A-Fa-f]{2})+/g, (one) => decode(one) ?? one)) : part)

/** Undefined for what encodes nothing: such percent signs stay what they are. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
