/**
 * Whether a text fits `pattern`, in which `*` stands for anything; upper and lower case are the same. The leftmost place of
 * each part is as good as any, so the time grows with the text and not with the ways to divide it.
 */
export function glob(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*')
  const last = rest.pop()
  if (last === undefined) return (text) => text.toLowerCase() === first
  return (text) => {
    const whole = text.toLowerCase()
    if (whole.length < first.length + last.length || !whole.startsWith(first) || !whole.endsWith(last)) return false
    const end = whole.length - last.length
    let at = first.length
    for (const part of rest) {
      const found = whole.indexOf(part, at)
      if (found < 0 || found + part.length > end) return false
      at = found + part.length
    }
    return true
  }
}
