import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { ControlError } from '../../mocks/core/control/answers.ts'
import type { PageFile } from './web/build.ts'

/** Scripts and styles are files of ours; nothing inline, nothing from elsewhere, no frame around it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What every document of the console is sent with. */
export const documentHeaders = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const

type Sent = PageFile & { etag: string }

/** The page's files below `/`; what is none of them is for the next handler. A browser asks each time whether they are still the same. */
export function pageFiles(): MiddlewareHandler {
  let files: Promise<Map<string, Sent>> | undefined
  const load = async () => {
    const made = await (await import('./web/build.ts')).pageFiles()
    return new Map(made.map((file) => [file.name, { ...file, etag: `"${createHash('sha256').update(file.body).digest('base64url').slice(0, 22)}"` }]))
  }
  return async (c, next) => {
    if (!['GET', 'HEAD'].includes(c.req.method) || c.req.path.startsWith('/_sim')) return await next()
    files ??= load()
    const made = await files.catch((error: Error) => {
      files = undefined
      throw new ControlError(503, `The page could not be bundled: ${error.message}`, {
        expected: 'npm install, or npm run build; /systems and /_sim work without it',
      })
    })
    const file = made.get(c.req.path === '/' ? 'index.html' : c.req.path.slice(1))
    if (!file) return await next()
    const headers = { ...documentHeaders, 'content-type': file.type, etag: file.etag, 'cache-control': 'no-cache' }
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers)
    return c.body(file.body as Uint8Array<ArrayBuffer>, 200, headers)
  }
}
