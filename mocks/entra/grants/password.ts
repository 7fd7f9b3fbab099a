import { Refusal, sameSecret } from '../../core/index.ts'
import { userNamed } from '../directory.ts'
import { aadsts } from '../problems.ts'
import { admit, type Grant, required, userPermissions } from './grant.ts'

/** The resource owner password credentials grant, which no policy and no missing consent lets through. */
export const password: Grant = {
  names: ['password'],
  run(request) {
    const { world, tenant, form, client } = request
    const name = required(form, 'username')
    const sent = required(form, 'password')
    // What is asked for is read before anybody is signed in (inferred).
    const permissions = userPermissions(request)
    const user = userNamed(world, name)
    if (!user) throw new Refusal(aadsts(50034, { user: name, tenant: tenant.id }))
    if (!sameSecret(user.password, sent)) throw new Refusal(aadsts(50126))
    admit(world, client, user, permissions.resource)
    return { resource: permissions.resource, user: { user, permissions, id: { openid: permissions.openid }, spa: false } }
  },
}
