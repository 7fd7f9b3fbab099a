/** Edits (insert, delete, replace, swap two neighbours) that make one text of the other. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] as number) + 1)
      next.push(cost)
    }
    before = row
    row = next
  }
  return row[b.length] as number
}

/** The known name that somebody most likely meant; undefined when none is close. Case and punctuation count for nothing. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_.-]+/g, '')
  const wanted = plain(name.slice(0, 100))
  let best: { name: string; away: number } | undefined
  for (const candidate of known) {
    const away = distance(wanted, plain(candidate))
    if (!best || away < best.away) best = { name: candidate, away }
  }
  return best && best.away <= Math.max(1, Math.floor(wanted.length * 0.4)) ? best.name : undefined
}

/** ` Did you mean "contacts"?`, or nothing: to put behind a message. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const guess = nearest(name, known)
  return guess === undefined ? '' : ` Did you mean "${guess}"?`
}
