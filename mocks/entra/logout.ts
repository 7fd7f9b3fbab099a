import { type Call, formOf, type Operation, type Reply, type World } from '../core/index.ts'
import { apps } from './directory.ts'
import { noticePage } from './pages.ts'
import { registeredAs } from './redirect.ts'
import { addressed } from './tenant.ts'

/** There are no browser sessions here, so nothing ends; tokens stay good, as the real ones do. */
function logout(call: Call, world: World): Reply {
  addressed(world, call.params.tenant as string)
  const form = call.method === 'POST' ? formOf(call) : call.query
  const uri = form.get('post_logout_redirect_uri')
  const state = form.get('state')
  // Only to a place that some application has registered: this must not send people anywhere.
  if (!uri || ![...apps(world).scan()].some((app) => registeredAs(app, uri)))
    return noticePage('You signed out of your account', 'It is a good idea to close all browser windows.')
  return { status: 302, headers: { location: state ? `${uri}${uri.includes('?') ? '&' : '?'}state=${encodeURIComponent(state)}` : uri } }
}

export const logoutOperations: Operation[] = ['/:tenant/oauth2/v2.0/logout', '/:tenant/oauth2/logout'].flatMap((path) =>
  (['GET', 'POST'] as const).map((method) => ({ name: 'logout', method, path, run: logout })),
)
