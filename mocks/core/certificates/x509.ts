import { createHash, type KeyObject, sign } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import { bits, der, octets, oid, sequence, TAG, time, unsigned } from './der.ts'

/** Common name, and organisation if there is one. */
export interface DistinguishedName {
  cn: string
  o?: string
}

export interface CertificateContent {
  subject: DistinguishedName
  /** Whose key signs; by itself unless said. */
  issuer?: DistinguishedName
  /** Most significant byte first. */
  serial: Uint8Array
  /** Instants of the host's clock, in ms; seconds count. */
  notBefore: number
  notAfter: number
  /** RSA or P-256. */
  publicKey: KeyObject
  signingKey: KeyObject
  extensions?: readonly Buffer[]
}

/** RFC 4055 and RFC 5758: the first has parameters that are NULL, the second has none. */
const SIGNATURES: Readonly<Record<string, Buffer>> = {
  rsa: sequence(oid('1.2.840.113549.1.1.11'), Buffer.from([0x05, 0x00])),
  ec: sequence(oid('1.2.840.10045.4.3.2')),
}

const attribute = (type: string, text: string) => der(TAG.set, sequence(oid(type), der(TAG.utf8, Buffer.from(text))))
const name = ({ cn, o }: DistinguishedName) => sequence(attribute('2.5.4.3', cn), ...(o ? [attribute('2.5.4.10', o)] : []))
/** A tag that only its place gives a meaning: whole values inside, or bytes. */
const holding = (number: number, ...inside: Uint8Array[]) => der(0xa0 | number, ...inside)
const bare = (number: number, content: Uint8Array) => der(0x80 | number, content)

/** An X.509 certificate, version 3 (RFC 5280), in DER. Signed with SHA-256. */
export function certificate({ subject, issuer = subject, serial, notBefore, notAfter, publicKey, signingKey, extensions = [] }: CertificateContent): Buffer {
  const algorithm = SIGNATURES[signingKey.asymmetricKeyType ?? '']
  if (!algorithm) throw new TypeError(`A certificate is signed with an RSA or EC key, not with ${signingKey.asymmetricKeyType}.`)
  const body = sequence(
    holding(0, unsigned(Uint8Array.of(2))),
    unsigned(serial),
    algorithm,
    name(issuer),
    sequence(time(notBefore), time(notAfter)),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [holding(3, sequence(...extensions))] : []),
  )
  return sequence(body, algorithm, bits(sign('sha256', body, signingKey)))
}

const extension = (type: string, critical: boolean, value: Uint8Array) =>
  sequence(oid(type), ...(critical ? [der(TAG.boolean, Buffer.from([0xff]))] : []), octets(value))

/** What names a key: 160 bits of the SHA-256 of how it is written (RFC 7093, method 4). Authority and subject need only agree. */
const keyIdentifier = (key: KeyObject): Buffer =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20)

/** 16 octets from eight groups, of which a run of zeros may be left out. */
function ipv6(text: string): number[] {
  // The URL parser writes four bytes at the end (::ffff:127.0.0.1) as groups, too; it knows no zones (fe80::1%eth0), and no more does a certificate.
  const [head = '', tail] = new URL(`http://[${text.replace(/%.*/, '')}]`).hostname.slice(1, -1).split('::')
  const groups = (half: string | undefined) => (half ? half.split(':').map((group) => Number.parseInt(group, 16)) : [])
  const [before, after] = [groups(head), groups(tail)]
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
  return all.flatMap((group) => [group >> 8, group & 0xff])
}

/** A host's name or address, as subjectAltName has it. */
function generalName(host: string): Buffer {
  if (isIPv4(host)) return bare(7, Buffer.from(host.split('.').map(Number)))
  if (isIPv6(host)) return bare(7, Buffer.from(ipv6(host)))
  const ascii = domainToASCII(host.replace(/^\*\./, ''))
  if (!ascii) throw new TypeError(`A certificate cannot name "${host}": it is neither a host's name nor an address.`)
  return bare(2, Buffer.from(host.startsWith('*.') ? `*.${ascii}` : ascii))
}

/** The extensions that servers and their authorities need (RFC 5280, section 4.2.1), each in DER. */
export const extensions = {
  /** May sign for servers, and for no other authority. */
  authority: () => extension('2.5.29.19', true, sequence(der(TAG.boolean, Buffer.from([0xff])), unsigned(Uint8Array.of(0)))),
  /** Signs for nobody. */
  noAuthority: () => extension('2.5.29.19', true, sequence()),
  /** keyCertSign and cRLSign: bits five and six. */
  signsCertificates: () => extension('2.5.29.15', true, bits(Uint8Array.of(0x06), 1)),
  /** digitalSignature: bit nought. */
  signs: () => extension('2.5.29.15', true, bits(Uint8Array.of(0x80), 7)),
  serverAuth: () => extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
  subjectKey: (key: KeyObject) => extension('2.5.29.14', false, octets(keyIdentifier(key))),
  authorityKey: (key: KeyObject) => extension('2.5.29.35', false, sequence(bare(0, keyIdentifier(key)))),
  hosts: (hosts: readonly string[]) => extension('2.5.29.17', false, sequence(...hosts.map(generalName))),
}
