import { type Call, formOf, type Operation, type Reply, type World } from '../core/index.ts'
import { knownApp } from './authenticate.ts'
import { appOf, consent, type Device, devices, users } from './directory.ts'
import { forPeople } from './error-page.ts'
import { signingIn, userPermissions } from './grants/grant.ts'
import { asked, consentPage, noticePage, userCodePage } from './pages.ts'
import { granted, scopeAsked, userScope } from './resource.ts'
import { settingsOf } from './settings.ts'
import { addressed } from './tenant.ts'

/** Letters and digits of user codes; those that look alike are left out. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** What a device shows and what it keeps (documented body). The page is here, where Microsoft's is at microsoft.com/devicelogin. */
function start(call: Call, world: World, version: 1 | 2): Reply {
  const { tenant } = addressed(world, call.params.tenant as string)
  const form = formOf(call)
  const client = knownApp(world, tenant, form.get('client_id') ?? undefined)
  const permissions = userPermissions({ world, tenant, version, form })
  const settings = settingsOf(world)
  const random = world.random('entra.token')
  const device: Device = {
    deviceCode: random.text(160),
    userCode: Array.from({ length: 9 }, () => random.pick([...ALPHABET])).join(''),
    client: client.clientId,
    scope: scopeAsked(permissions),
    expiresAt: world.clock.now() + settings.deviceCodeLifetime,
    state: 'pending',
  }
  devices(world).put(device.deviceCode, device)
  const where = `${call.base}/${call.params.tenant}/oauth2/deviceauth`
  const [lasts, interval] = [Math.round(settings.deviceCodeLifetime / 1000), Math.round(settings.deviceCodeInterval / 1000)]
  const { deviceCode, userCode } = device
  const message = `To sign in, use a web browser to open the page ${where} and enter the code ${userCode} to authenticate.`
  const body =
    version === 2
      ? { user_code: userCode, device_code: deviceCode, verification_uri: where, expires_in: lasts, interval, message }
      : { user_code: userCode, device_code: deviceCode, verification_url: where, expires_in: String(lasts), interval: String(interval), message }
  return { status: 200, body }
}

/** The device that waits with that code, however it is typed. */
function waiting(world: World, typed: string): Device | undefined {
  const [device] = devices(world).find('userCode', typed.replaceAll(/[\s-]/g, '').toUpperCase())
  return device?.state === 'pending' && device.expiresAt > world.clock.now() ? device : undefined
}

/** The page on which a person types the code, signs in and agrees. */
function page(call: Call, world: World): Reply {
  const { tenant } = addressed(world, call.params.tenant as string)
  const form = asked(call)
  const action = `${call.base}${call.path}`
  const typed = form.get('user_code') ?? form.get('otc')
  if (!typed) return userCodePage(action)
  const device = waiting(world, typed)
  const client = device && appOf(world, device.client)
  if (!device || !client) return userCodePage(action, 'That code did not work. Check it and try again, or start again on the device.')

  const permissions = userScope(world, tenant, device.scope)
  const decided = form.get('decision')
  if (decided === null) {
    return consentPage({
      title: `Are you trying to sign in to ${client.name}?`,
      permissions: [...new Set([...permissions.openid, ...granted(permissions)])],
      users: [...users(world).scan()],
      action,
      fields: [['user_code', device.userCode]],
    })
  }
  const user = decided === 'allow' ? signingIn(world, tenant, form.get('user')) : undefined
  if (!user) {
    devices(world).put(device.deviceCode, { ...device, state: 'declined' })
    return noticePage('Declined', `${client.name} was not signed in. You can close this window.`)
  }
  consent(world, client.clientId, user.oid, permissions.resource.key)
  devices(world).put(device.deviceCode, { ...device, state: 'allowed', user: user.oid })
  return noticePage(client.name, `You have signed in to the ${client.name} application on your device. You may now close this window.`)
}

export const deviceOperations: Operation[] = [
  { name: 'devicecode', method: 'POST', path: '/:tenant/oauth2/v2.0/devicecode', run: (call, world) => start(call, world, 2) },
  { name: 'devicecode.v1', method: 'POST', path: '/:tenant/oauth2/devicecode', run: (call, world) => start(call, world, 1) },
  { name: 'deviceauth', method: 'GET', path: '/:tenant/oauth2/deviceauth', run: forPeople(page) },
  { name: 'deviceauth', method: 'POST', path: '/:tenant/oauth2/deviceauth', run: forPeople(page) },
]
