import { Refusal } from '../../core/index.ts'
import { aadsts } from '../problems.ts'
import { appResource, type Grant } from './grant.ts'

/** The application acts as itself; there is no user, no refresh token and no id token. */
export const clientCredentials: Grant = {
  names: ['client_credentials'],
  run(request) {
    // Nobody signs in here who could bring a tenant along.
    if (request.shared) throw new Refusal(aadsts(50059))
    if (request.proof === '0') throw new Refusal(aadsts(7000218))
    return { resource: appResource(request) }
  },
}
