import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { certificate, extensions } from './certificates/x509.ts'

/** All in PEM: `cert` and `key` for the server, `ca` for whoever shall trust it (`NODE_EXTRA_CA_CERTS`). */
export interface Certificates {
  ca: string
  key: string
  cert: string
}

export interface CertificateOptions {
  /** Names and addresses beside localhost, 127.0.0.1 and ::1. */
  hosts?: readonly string[]
  /** An instant of the host's clock: TLS clients check validity against it, not against a World's. */
  notBefore: number
}

const DAY = 86_400_000
/** The longest that browsers accept from a server. */
const LEAF_DAYS = 397
const CA_DAYS = 825

const generate = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** A new key has a new number: fifteen bytes of its digest, after one that keeps it positive and of full length. */
const serialOf = (key: KeyObject) =>
  Buffer.from([
    1,
    ...createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest()
      .subarray(0, 15),
  ])

const pem = (raw: Buffer) => `-----BEGIN CERTIFICATE-----\n${raw.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`

/** A certificate authority of its own and a server certificate that it signed. The authority's key is not kept. */
export function makeCertificates({ hosts = [], notBefore }: CertificateOptions): Certificates {
  const [authority, server] = [generate(), generate()]
  // Two authorities of one name would be taken for one another by clients that trust both.
  const serial = serialOf(authority.publicKey)
  const issuer = { cn: `crm-rehearsal local authority ${serial.toString('hex', 1, 5)}`, o: 'crm-rehearsal' }
  const ca = certificate({
    subject: issuer,
    serial,
    notBefore: notBefore - DAY,
    notAfter: notBefore + CA_DAYS * DAY,
    publicKey: authority.publicKey,
    signingKey: authority.privateKey,
    extensions: [extensions.authority(), extensions.signsCertificates(), extensions.subjectKey(authority.publicKey)],
  })
  const cert = certificate({
    subject: { cn: 'localhost', o: 'crm-rehearsal' },
    issuer,
    serial: serialOf(server.publicKey),
    notBefore: notBefore - DAY,
    notAfter: notBefore + LEAF_DAYS * DAY,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      extensions.noAuthority(),
      extensions.signs(),
      extensions.serverAuth(),
      extensions.hosts([...new Set(['localhost', '127.0.0.1', '::1', ...hosts])]),
      extensions.subjectKey(server.publicKey),
      extensions.authorityKey(authority.publicKey),
    ],
  })
  return { ca: pem(ca), key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, cert: pem(cert) }
}
