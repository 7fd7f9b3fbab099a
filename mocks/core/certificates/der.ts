/** Tags of DER (X.690), as far as a certificate needs them. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const

/** One value: a tag, a length, and what is inside. */
export function der(tag: number, ...inside: Uint8Array[]): Buffer {
  const content = Buffer.concat(inside)
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  if (size > 0xffff) throw new RangeError(`A value of ${size} bytes is longer than this writes.`)
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

export const sequence = (...inside: Uint8Array[]) => der(TAG.sequence, ...inside)
export const octets = (...inside: Uint8Array[]) => der(TAG.octets, ...inside)

/** `2.5.29.17` */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(TAG.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(number: number): number[] {
  const digits = [number & 0x7f]
  for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

/** A number of any length that is not negative, most significant byte first. */
export function unsigned(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0)
  const digits = start < 0 ? Uint8Array.of(0) : bytes.subarray(start)
  // A first bit that is set would make it negative.
  return der(TAG.integer, Buffer.from((digits[0] as number) & 0x80 ? [0] : []), digits)
}

/** Whole bytes; `unused` says how many of the last bits do not count. */
export const bits = (bytes: Uint8Array, unused = 0) => der(TAG.bits, Buffer.from([unused]), bytes)

/** Seconds, in the form of RFC 5280: two digits of the year before 2050, four from then on. */
export function time(instant: number): Buffer {
  const digits = new Date(instant).toISOString().slice(0, 19).replaceAll(/\D/g, '')
  return digits < '2050' ? der(TAG.utcTime, Buffer.from(`${digits.slice(2)}Z`)) : der(TAG.generalizedTime, Buffer.from(`${digits}Z`))
}
