import { authorizationCode } from './authorization-code.ts'
import { clientCredentials } from './client-credentials.ts'
import { deviceCode } from './device-code.ts'
import type { Grant } from './grant.ts'
import { onBehalfOf } from './on-behalf-of.ts'
import { password } from './password.ts'
import { refreshToken } from './refresh-token.ts'

const all: readonly Grant[] = [clientCredentials, authorizationCode, refreshToken, deviceCode, password, onBehalfOf]

export const grants: ReadonlyMap<string, Grant> = new Map(all.flatMap((grant) => grant.names.map((name) => [name, grant] as const)))

/** Grants that Entra has and this mock has not, by `grant_type`. */
export const notHere: ReadonlyMap<string, string> = new Map([
  ['urn:ietf:params:oauth:grant-type:saml2-bearer', 'the SAML bearer assertion grant'],
  ['urn:ietf:params:oauth:grant-type:saml1_1-bearer', 'the SAML bearer assertion grant'],
])
