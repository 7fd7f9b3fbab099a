import { execFile } from 'node:child_process'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { isIPv6 } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oid, time, unsigned } from '../../mocks/core/certificates/der.ts'
import { certificate, extensions } from '../../mocks/core/certificates/x509.ts'
import { makeCertificates } from '../../mocks/core/certificates.ts'
import { hostNow } from '../../mocks/core/clock.ts'

const run = promisify(execFile)
/** What a program said and how it ended; undefined where it is not installed. */
const program = async (name: string, args: string[], env: Record<string, string> = {}) =>
  run(name, args, { env: { ...process.env, ...env } }).then(
    ({ stdout, stderr }) => ({ ok: true, said: stdout + stderr }),
    (error: { code: unknown; stdout: string; stderr: string }) => (error.code === 'ENOENT' ? undefined : { ok: false, said: error.stdout + error.stderr }),
  )

const hosts = ['crm.example', 'bücher.example', '*.wild.example', '192.0.2.7', 'fe80::1:2', '::ffff:10.0.0.1']
const { ca, key, cert } = makeCertificates({ hosts, notBefore: hostNow() })
const [authority, server] = [new X509Certificate(ca), new X509Certificate(cert)]
const DAY = 86_400_000
const days = ({ validFrom, validTo }: X509Certificate) => (Date.parse(validTo) - Date.parse(validFrom)) / DAY

let folder: string
let listening: Server
let port: number
const file = (name: string) => join(folder, name)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rehearsal-certificates-'))
  writeFileSync(file('ca.pem'), ca)
  writeFileSync(file('cert.pem'), cert)
  writeFileSync(file('other.pem'), makeCertificates({ notBefore: hostNow() }).ca)
  listening = createServer({ key, cert }, (_, answer) => void answer.end('hello'))
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  port = (listening.address() as { port: number }).port
})
afterAll(() => {
  listening?.close()
  if (folder) rmSync(folder, { recursive: true })
})

describe('a certificate of --tls', () => {
  it('names every host as it is asked for', () => {
    expect(server.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:crm.example, DNS:xn--bcher-kva.example, DNS:*.wild.example, IP Address:192.0.2.7, IP Address:FE80:0:0:0:0:0:1:2, IP Address:0:0:0:0:0:FFFF:A00:1',
    )
    expect([server.checkHost('crm.example'), server.checkHost('other.example'), server.checkHost('a.wild.example')]).toEqual([
      'crm.example',
      undefined,
      '*.wild.example',
    ])
    expect(() => makeCertificates({ hosts: ['two words'], notBefore: 0 })).toThrow('cannot name "two words"')
  })

  it('is signed by an authority that may sign nothing but servers, and lives as long as browsers allow', () => {
    expect([authority.ca, server.ca, authority.checkIssued(authority), server.checkIssued(authority), server.verify(authority.publicKey)]).toEqual([
      true,
      false,
      true,
      true,
      true,
    ])
    expect([days(server) <= 398, days(authority) <= 826]).toEqual([true, true])
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(server.serialNumber).not.toBe(authority.serialNumber)
    expect(new X509Certificate(makeCertificates({ notBefore: hostNow() }).ca).subject).not.toBe(authority.subject)
  })

  it('holds for openssl at its strictest', async () => {
    const verify = (...more: string[]) => program('openssl', ['verify', '-x509_strict', '-purpose', 'sslserver', ...more, file('cert.pem')])
    const good = await verify('-CAfile', file('ca.pem'), '-verify_hostname', 'localhost', '-verify_ip', '127.0.0.1')
    if (!good) return
    expect(good).toEqual({ ok: true, said: `${file('cert.pem')}: OK\n` })
    expect((await verify('-CAfile', file('ca.pem'), '-verify_hostname', 'other.example'))?.said).toContain('hostname mismatch')
    expect((await verify('-CAfile', file('other.pem')))?.ok).toBe(false)
    const text = (await program('openssl', ['x509', '-noout', '-text', '-in', file('ca.pem')]))?.said
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0\s+X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign/)
  })

  it('lets curl in that trusts the authority, and no other', async () => {
    const curl = (trusted: string, host: string) => program('curl', ['-sS', '--noproxy', '*', '--cacert', file(trusted), `https://${host}:${port}/`])
    const good = await curl('ca.pem', 'localhost')
    if (!good) return
    expect([good, (await curl('ca.pem', '127.0.0.1'))?.said, (await curl('other.pem', 'localhost'))?.ok]).toEqual([{ ok: true, said: 'hello' }, 'hello', false])
  })

  it("lets Node's https and fetch in that trust it through NODE_EXTRA_CA_CERTS, and no other", async () => {
    const script = `
      const text = async (host) => (await fetch('https://' + host + ':${port}/')).text()
      const https = await new Promise((done, fail) => require('node:https').get('https://127.0.0.1:${port}/', (answer) => done(answer.statusCode)).on('error', fail))
      process.stdout.write([https, await text('localhost'), await text('127.0.0.1')].join(' '), () => process.exit())`
    const node = (trusted: string) =>
      program(process.execPath, ['-e', `(async () => {${script}})().catch((error) => { console.log(error.cause?.code ?? error.code); process.exit(1) })`], {
        NODE_EXTRA_CA_CERTS: file(trusted),
      })
    const [good, bad] = await Promise.all([node('ca.pem'), node('other.pem')])
    expect([good?.said, bad?.ok, bad?.said]).toEqual(['200 hello hello', false, expect.stringMatching(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED/)])
  })
})

describe('DER', () => {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

  it.each([
    ['a number whose first bit is set', unsigned(Uint8Array.of(0x80)), '02020080'],
    ['nought', unsigned(Uint8Array.of(0, 0)), '020100'],
    ['zeros at the front', unsigned(Uint8Array.of(0, 0, 1)), '020101'],
    ['parts of an identifier that need more than one byte', oid('1.2.840.113549.1.1.11'), '06092a864886f70d01010b'],
    ['the last second of 2049', time(Date.parse('2049-12-31T23:59:59Z')), `170d${hex(Buffer.from('491231235959Z'))}`],
    ['the first of 2050', time(Date.parse('2050-01-01T00:00:00Z')), `180f${hex(Buffer.from('20500101000000Z'))}`],
  ])('writes %s', (_, written, expected) => expect(hex(written)).toBe(expected))

  it('writes addresses, serial numbers and names that Node reads back', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    fc.assert(
      fc.property(
        fc.oneof(fc.ipV4(), fc.ipV6().filter(isIPv6)),
        fc.uint8Array({ minLength: 1, maxLength: 20 }).filter((bytes) => bytes.some((byte) => byte !== 0)),
        fc.string({ minLength: 1, maxLength: 300 }),
        fc.integer({ min: 0, max: Date.parse('2199-01-01') }),
        (address, serial, cn, from) => {
          const notBefore = from - (from % 1000)
          const raw = certificate({
            subject: { cn },
            serial,
            notBefore,
            notAfter: notBefore + DAY,
            publicKey,
            signingKey: privateKey,
            extensions: [extensions.hosts([address])],
          })
          const read = new X509Certificate(raw)
          expect(read.checkIP(address)).toBe(address)
          expect(BigInt(`0x${read.serialNumber}`)).toBe(BigInt(`0x${hex(serial)}`))
          expect(Date.parse(read.validFrom)).toBe(notBefore)
          expect(read.verify(publicKey)).toBe(true)
          expect(read.toLegacyObject().subject.CN).toBe(cn)
        },
      ),
      { numRuns: 100, seed: 9 },
    )
  })
})
