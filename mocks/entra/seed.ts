import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { instant, unlike, type World } from '../core/index.ts'
import { apps, tenants, users } from './directory.ts'

const guid = z.guid().transform((text) => text.toLowerCase())

function isCertificate(pem: string): boolean {
  try {
    return pem.includes('BEGIN CERTIFICATE') && new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

const secret = z.union([
  z.string().min(1),
  z.strictObject({
    value: z.string().min(1),
    /** Before this it is refused as if it were wrong: a new secret takes some seconds to be known everywhere. */
    from: instant.optional(),
    /** From then on it is refused as expired (AADSTS7000222). */
    expires: instant.optional(),
  }),
])

const app = z.strictObject({
  clientId: guid,
  name: z.string().min(1),
  secrets: z.array(secret).default([]),
  /** Certificates for signed client assertions, in PEM. */
  certificates: z.array(z.string().refine(isCertificate, 'expected a certificate in PEM, as "-----BEGIN CERTIFICATE-----..."')).default([]),
  redirectUris: z.array(z.string().min(1)).default([]),
  /** Those that a single-page application uses: their codes are redeemed across origins, and their refresh tokens live a day. */
  spaRedirectUris: z.array(z.string().min(1)).default([]),
  /** A public client has no secret; the device code and password grants need none from it. */
  public: z.boolean().default(false),
  /** Tokens that `/authorize` may answer itself, without a code. */
  implicit: z.strictObject({ idToken: z.boolean().default(false), accessToken: z.boolean().default(false) }).prefault({}),
  /** Names under which the application is itself a resource; its client id and `api://<clientId>` always are. */
  identifierUris: z.array(z.string().min(1)).default([]),
  /** The version of the access tokens that it takes as a resource (`requestedAccessTokenVersion`). */
  accessTokenVersion: z.union([z.literal(1), z.literal(2)]).default(1),
  /** An administrator has consented for everybody, so nobody is asked. */
  adminConsent: z.boolean().default(false),
})

/** A resource is found by its URI, so no two have the same (documented: unique in the tenant). */
function ownUris(list: readonly { identifierUris: readonly string[] }[], context: z.RefinementCtx): void {
  const owners = new Map<string, number>()
  for (const [i, { identifierUris }] of list.entries()) {
    for (const [j, uri] of identifierUris.entries()) {
      const owner = owners.get(uri.toLowerCase()) ?? i
      owners.set(uri.toLowerCase(), owner)
      if (owner !== i)
        context.addIssue({ code: 'custom', path: [i, 'identifierUris', j], message: `expected another URI than those of number ${owner + 1}, "${uri}"` })
    }
  }
}

const user = z.strictObject({
  oid: guid,
  upn: z.string().min(1),
  name: z.string().min(1),
  /** For the password grant. */
  password: z.string().min(1).default('rehearsal'),
  disabled: z.boolean().default(false),
  /** A policy that stops sign-ins without a browser: multi-factor authentication (AADSTS50076) or a block (AADSTS53003). */
  policy: z.enum(['none', 'mfa', 'blocked']).default('none'),
})

export const seedSchema = z
  .strictObject({
    tenantId: guid.optional(),
    domain: z.string().min(1).default('rehearsal.onmicrosoft.com'),
    apps: z.array(app).superRefine(unlike('clientId')).superRefine(ownUris).optional(),
    users: z
      .array(user)
      .superRefine(unlike('oid'))
      .superRefine(unlike('upn', (upn) => upn.toLowerCase()))
      .optional(),
  })
  .prefault({})

export type EntraSeed = z.infer<typeof seedSchema>
export type EntraSeedInput = z.input<typeof seedSchema>

/** A tenant of its own for the World. Without `apps` there is one, whose secret is `rehearsal-secret`; without `users`, an administrator. */
export function plant(world: World, seed: EntraSeed): void {
  const random = world.random('entra.seed')
  const tenantId = seed.tenantId ?? random.stream('tenant').guid()
  const planted = seed.apps ?? [
    app.parse({ clientId: random.stream('app').guid(), name: 'Rehearsal', secrets: ['rehearsal-secret'], redirectUris: ['http://localhost'] }),
  ]
  const people = seed.users ?? [user.parse({ oid: random.stream('user').guid(), upn: `admin@${seed.domain}`, name: 'Administrator' })]

  world.tenancy.entra = tenantId
  tenants(world).put('tenant', { id: tenantId, domain: seed.domain.toLowerCase() })
  for (const one of planted) {
    const secrets = one.secrets.map((entry) => (typeof entry === 'string' ? { value: entry } : entry))
    apps(world).put(one.clientId, { ...one, secrets, principal: random.stream(`principal ${one.clientId}`).guid() })
  }
  for (const one of people) users(world).put(one.oid, one)
}
