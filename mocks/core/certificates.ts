import { webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
// The certificate library finds its parsers through reflection.
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

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
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

const generate = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>

/** A certificate authority of its own and a server certificate that it signed. The authority's key is not kept. */
export async function makeCertificates({ hosts = [], notBefore }: CertificateOptions): Promise<Certificates> {
  const [authority, server] = await Promise.all([generate(), generate()])
  const from = new Date(notBefore - DAY)
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=crm-rehearsal local authority, O=crm-rehearsal',
    notBefore: from,
    notAfter: new Date(notBefore + CA_DAYS * DAY),
    keys: authority,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  })
  const names = [...new Set(['localhost', '127.0.0.1', '::1', ...hosts])]
  const cert = await x509.X509CertificateGenerator.create({
    subject: 'CN=localhost, O=crm-rehearsal',
    issuer: ca.subject,
    notBefore: from,
    notAfter: new Date(notBefore + LEAF_DAYS * DAY),
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map((name) => ({ type: isIP(name) ? 'ip' : 'dns', value: name }))),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  })
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', server.privateKey), 'PRIVATE KEY')
  return { ca: `${ca.toString('pem')}\n`, key: `${key}\n`, cert: `${cert.toString('pem')}\n` }
}

export interface SelfSignedOptions {
  /** Common name. */
  name: string
  /** An RSA key pair, exported as JWK. */
  privateKey: webcrypto.JsonWebKey
  publicKey: webcrypto.JsonWebKey
  notBefore: number
}

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/** A certificate for a key that is there already, in base64 without armour: an entry of a JWK's `x5c`. */
export async function selfSigned({ name, privateKey, publicKey, notBefore }: SelfSignedOptions): Promise<string> {
  const { subtle } = webcrypto
  const keys = {
    privateKey: await subtle.importKey('jwk', privateKey, RSA, true, ['sign']),
    publicKey: await subtle.importKey('jwk', publicKey, RSA, true, ['verify']),
  }
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(notBefore - DAY),
    notAfter: new Date(notBefore + 5 * 365 * DAY),
    keys,
    signingAlgorithm: RSA,
  })
  return Buffer.from(certificate.rawData).toString('base64')
}
