import { createPublicKey, type KeyObject } from 'node:crypto'
import { certificate } from '../core/certificates/x509.ts'

const NOT_BEFORE = Date.parse('2020-01-01T00:00:00Z')
const NOT_AFTER = Date.parse('2049-12-31T23:59:59Z')

/**
 * A self-signed X.509 certificate for an RSA key, in DER. It follows from the key alone, serial number and validity
 * included, so that its thumbprint can name the key. Made at once, because every token names its key.
 */
export const certificateOf = (commonName: string, privateKey: KeyObject, serial: Uint8Array): Buffer =>
  certificate({
    subject: { cn: commonName },
    serial: Buffer.concat([Uint8Array.of(1), serial]),
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    publicKey: createPublicKey(privateKey),
    signingKey: privateKey,
  })
