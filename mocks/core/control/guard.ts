import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { sameSecret } from '../secrets.ts'
import { ControlError } from './answers.ts'

const COOKIE = 'rehearsal_console'
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i
export const isLoopback = (host: string): boolean => LOOPBACK.test(host) || host === '::1'

/** Host, in a header: with its port. */
export const isLocalHost = (host: string | undefined): boolean => host !== undefined && isLoopback(host.replace(/:\d+$/, ''))

/**
 * Who may steer. On loopback nobody needs a token, so what a browser can be talked into is refused: a foreign page's request
 * (Origin, Sec-Fetch-Site) and a foreign name that was pointed at this machine (Host). Elsewhere everybody needs the token;
 * a browser brings it once as `?token=` and keeps it in a cookie.
 */
export function guard(token?: string): MiddlewareHandler {
  return async (c, next) => {
    const { host, hostname } = new URL(c.req.url)
    if (token === undefined && !isLoopback(hostname))
      throw new ControlError(403, `This console answers to localhost only, not to "${hostname}".`, {
        expected: 'a Host header of localhost, 127.0.0.1 or [::1]',
      })
    const origin = c.req.header('origin')
    if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host))
      throw new ControlError(403, `A page of ${origin} may not steer this console.`, { expected: "no Origin header, or the console's own" })
    if (origin === undefined && c.req.header('sec-fetch-site') === 'cross-site' && c.req.method !== 'GET')
      throw new ControlError(403, 'A page of another site may not steer this console.')
    if (token !== undefined) {
      const offered = c.req.query('token')
      if (offered !== undefined && sameSecret(token, offered) && c.req.method === 'GET' && c.req.path === '/') {
        setCookie(c, COOKIE, token, { httpOnly: true, sameSite: 'Strict', path: '/', secure: c.req.url.startsWith('https:') })
        // A shared link names a World beside the token.
        const rest = new URL(c.req.url).searchParams
        rest.delete('token')
        return c.redirect(rest.size === 0 ? '/' : `/?${rest}`, 303)
      }
      const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? getCookie(c, COOKIE)
      if (bearer === undefined || !sameSecret(token, bearer)) {
        c.header('www-authenticate', 'Bearer realm="crm-rehearsal"')
        throw new ControlError(
          401,
          bearer === undefined ? 'This console is open to the network, so it wants its token.' : "That is not this console's token.",
          {
            expected: 'Authorization: Bearer TOKEN, with the token that "rehearsal up" printed',
          },
        )
      }
    }
    await next()
  }
}
