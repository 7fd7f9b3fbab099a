import type { Call, Problem, Reply, World } from '../core/index.ts'
import type { App } from './directory.ts'
import { formPost } from './pages.ts'
import { refuse } from './refuse.ts'

/** Registered URIs match to the letter, but for the port of `http://localhost` (documented). */
function matches(registered: string, sent: string): boolean {
  if (registered === sent) return true
  // A URL's parser passes over line breaks and blanks; a header does not carry them.
  if (/[^\x21-\x7e]/.test(sent) || !URL.canParse(sent) || !URL.canParse(registered)) return false
  const [a, b] = [new URL(registered), new URL(sent)]
  return a.protocol === 'http:' && a.hostname === 'localhost' && b.protocol === 'http:' && b.hostname === 'localhost' && a.pathname === b.pathname
}

/** Whether the application has that redirect URI, and whether for a single-page application. */
export function registeredAs(app: App, uri: string): 'web' | 'spa' | undefined {
  if (app.redirectUris.some((registered) => matches(registered, uri))) return 'web'
  return app.spaRedirectUris.some((registered) => matches(registered, uri)) ? 'spa' : undefined
}

export type ResponseMode = 'query' | 'fragment' | 'form_post'
export const isResponseMode = (text: string): text is ResponseMode => ['query', 'fragment', 'form_post'].includes(text)

/** Sends the browser back to the application with `fields`. */
export function redirect(uri: string, mode: ResponseMode, fields: Readonly<Record<string, string | undefined>>): Reply {
  const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined)
  if (mode === 'form_post') return formPost(uri, given)
  const parameters = new URLSearchParams(given).toString()
  const mark = mode === 'fragment' ? '#' : uri.includes('?') ? '&' : '?'
  return { status: 302, headers: { location: `${uri}${mark}${parameters}` } }
}

/** The members of an error body that also go into a redirect. */
export function errorFields(problem: Problem, call: Call, world: World): { error: string; error_description: string; error_uri?: string } {
  const body = refuse(problem, call, world).body as { error: string; error_description: string; error_uri?: string }
  return { error: body.error, error_description: body.error_description, ...(body.error_uri ? { error_uri: body.error_uri } : {}) }
}
