import { createPublicKey, type KeyObject, sign } from 'node:crypto'

// The little of DER that a certificate needs: a tag, a length, what is inside.
const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BITS = 0x03
const OID = 0x06
const UTF8 = 0x0c
const UTC_TIME = 0x17
const VERSION = 0xa0

function der(tag: number, ...inside: Uint8Array[]): Buffer {
  const content = Buffer.concat(inside)
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const bytes = (hex: string) => Buffer.from(hex, 'hex')
/** sha256WithRSAEncryption, 1.2.840.113549.1.1.11, without parameters. */
const ALGORITHM = der(SEQUENCE, der(OID, bytes('2a864886f70d01010b')), bytes('0500'))
const COMMON_NAME = der(OID, bytes('550403'))
const name = (text: string) => der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, Buffer.from(text)))))
/** `YYMMDDhhmmssZ`. */
const time = (text: string) => der(UTC_TIME, Buffer.from(text))

/**
 * A self-signed X.509 certificate for an RSA key, in DER. It follows from the key alone, serial number and validity
 * included, so that its thumbprint can name the key. Made at once, because every token names its key.
 */
export function certificateOf(commonName: string, privateKey: KeyObject, serial: Uint8Array): Buffer {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const body = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, bytes('02'))),
    // A first bit that is set would make the number negative.
    der(INTEGER, Buffer.concat([bytes('01'), serial])),
    ALGORITHM,
    name(commonName),
    der(SEQUENCE, time('200101000000Z'), time('491231235959Z')),
    name(commonName),
    publicKey,
  )
  return der(SEQUENCE, body, ALGORITHM, der(BITS, bytes('00'), sign('RSA-SHA256', body, privateKey)))
}
