import { type Problem, Refusal } from '../../core/index.ts'
import { type Device, devices, users } from '../directory.ts'
import { aadsts } from '../problems.ts'
import { userScope } from '../resource.ts'
import { admitInBrowser, type Grant, required } from './grant.ts'

function notYet(device: Device, now: number): Problem | undefined {
  switch (device.state) {
    case 'declined':
      return aadsts(65004, {}, { error: 'authorization_declined' })
    case 'redeemed':
      return aadsts(54005)
    case 'pending':
      return device.expiresAt <= now ? aadsts(70019) : aadsts(70016)
    case 'allowed':
      return device.expiresAt <= now ? aadsts(70019) : undefined
  }
}

/** A device asks again and again until somebody has typed its code and agreed. MSAL uses the short name of the grant. */
export const deviceCode: Grant = {
  names: ['urn:ietf:params:oauth:grant-type:device_code', 'device_code'],
  run({ world, tenant, form, client }) {
    const device = devices(world).get(required(form, 'device_code'))
    if (!device || device.client !== client.clientId) throw new Refusal(aadsts(70018))
    const refusal = notYet(device, world.clock.now())
    if (refusal) throw new Refusal(refusal)

    const user = users(world).get(device.user ?? '')
    if (!user) throw new Refusal(aadsts(70000))
    const permissions = userScope(world, tenant, device.scope)
    admitInBrowser(world, client, user, permissions.resource)
    devices(world).put(device.deviceCode, { ...device, state: 'redeemed' })
    return { resource: permissions.resource, user: { user, permissions, id: { openid: permissions.openid }, spa: false } }
  },
}
