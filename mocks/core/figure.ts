/**
 * A number as en-US writes it: `1,234.5`. `least` and `most` digits after the point, at most a hundred.
 *
 * The same as `Number.prototype.toLocaleString('en-US')`, which reads its tables of every language first and then keeps
 * them: 7 MB, for what is in the head of each answer.
 */
export function figure(value: number, least = 0, most = Math.max(least, 3)): string {
  const written = String(Math.abs(value))
  // Powers of ten (1e-7, 1e+21), NaN, Infinity.
  if (!/^[\d.]+$/.test(written)) return value.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: most })
  const [whole = '', fraction = ''] = rounded(written, most).split('.')
  const kept = fraction.slice(0, least).padEnd(least, '0') + fraction.slice(least).replace(/0+$/, '')
  return (value < 0 ? '-' : '') + whole.replace(/\B(?=(\d{3})+$)/g, ',') + (kept === '' ? '' : `.${kept}`)
}

/** `1 case`, `2,400 cases`. */
export const counted = (number: number, one: string, many = `${one}s`): string => `${figure(number)} ${number === 1 ? one : many}`

/** By the digits that are written, a five upwards: 1.0005 is a little less in binary. */
function rounded(written: string, most: number): string {
  const point = written.indexOf('.')
  if (point < 0 || written.length - point - 1 <= most) return written
  const digits = written.slice(0, point) + written.slice(point + 1, point + 1 + most)
  const up = (written[point + 1 + most] as string) >= '5'
  const all = String(BigInt(digits) + (up ? 1n : 0n)).padStart(most + 1, '0')
  return most === 0 ? all : `${all.slice(0, -most)}.${all.slice(-most)}`
}
