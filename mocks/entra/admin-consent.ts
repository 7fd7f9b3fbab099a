import { type Call, type Operation, Refusal, type Reply, type World } from '../core/index.ts'
import { knownApp } from './authenticate.ts'
import { consentForAll } from './directory.ts'
import { forPeople } from './error-page.ts'
import { asked, consentPage } from './pages.ts'
import { aadsts } from './problems.ts'
import { errorFields, redirect, registeredAs } from './redirect.ts'
import { settingsOf } from './settings.ts'
import { addressed } from './tenant.ts'

/** An administrator agrees for everybody in the tenant; v2 may name the scopes, v1 means all that are registered. */
function ask(call: Call, world: World): Reply {
  const { tenant } = addressed(world, call.params.tenant as string)
  const form = asked(call)
  const client = knownApp(world, tenant, form.get('client_id') ?? undefined)
  const uri = form.get('redirect_uri') || (client.redirectUris[0] ?? '')
  if (!registeredAs(client, uri)) throw new Refusal(aadsts(50011, { redirect: uri, app: client.clientId }))
  const state = form.get('state') ?? undefined
  const scope = form.get('scope') ?? undefined
  const { consent } = settingsOf(world)
  const decided = form.get('decision') ?? (consent === 'ask' ? undefined : consent)
  if (decided === undefined) {
    return consentPage({
      title: `${client.name}: permissions for your organisation`,
      permissions: scope?.split(' ').filter((name) => name !== '') ?? ['everything that the application has registered'],
      users: [],
      action: `${call.base}${call.path}`,
      fields: form,
    })
  }
  if (decided !== 'allow') return redirect(uri, 'query', { ...errorFields(aadsts(65004, {}, { error: 'permission_denied' }), call, world), state })
  consentForAll(world, client)
  return redirect(uri, 'query', { admin_consent: 'True', tenant: tenant.id, state, scope })
}

export const adminConsentOperations: Operation[] = ['/:tenant/adminconsent', '/:tenant/v2.0/adminconsent'].flatMap((path) =>
  (['GET', 'POST'] as const).map((method) => ({ name: 'adminconsent', method, path, run: forPeople(ask) })),
)
