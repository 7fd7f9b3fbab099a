import { afterAll } from 'vitest'

interface Line {
  does: string
  /** The rule that is meant to catch it. */
  rule: string
  /** Those that did. */
  caught: readonly string[]
}

/** Mutants and what caught them; `npm run mutants` shows them as a table, with the score below. */
export function scoreBoard(title: string): (line: Line) => void {
  const lines: Line[] = []
  afterAll(() => {
    if (process.env.npm_lifecycle_event !== 'mutants') return
    const isCaught = ({ rule, caught }: Line) => caught.includes(rule)
    const wide = Math.max(...lines.map(({ does }) => does.length))
    const wideRule = Math.max(...lines.map(({ rule }) => rule.length))
    const rows = lines.map((line) => {
      const others = line.caught.filter((one) => one !== line.rule)
      return `  ${line.does.padEnd(wide)}  ${line.rule.padEnd(wideRule)}  ${isCaught(line) ? 'caught' : 'MISSED'}${others.length > 0 ? `, and by ${others.join(', ')}` : ''}`
    })
    const score = `${lines.filter(isCaught).length} of ${lines.length} caught by the rule meant for them`
    console.log(`\n  ${title}\n\n${rows.join('\n')}\n\n  ${score}\n`)
  })
  return (line) => void lines.push(line)
}
