import type { Mark } from './marks.ts'

/** A lane with more marks than this names only those that matter. */
export const NAMED = 40

/** In a crowded lane, what happened at one instant in one way is one mark: fifty calls at nine o'clock are `50 × ...`. */
export function gathered(marks: readonly Mark[]): Mark[] {
  if (marks.length <= NAMED) return [...marks]
  const groups = new Map<string, Mark[]>()
  for (const mark of marks) {
    const key = mark.blamed ? `${groups.size} alone` : `${mark.at} ${mark.shape} ${mark.until ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), mark])
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [Mark]
    if (group.length === 1) return first
    const { target: _, ...mark } = first
    const many = (text: string) => `${group.length} × ${text.replace(/ \(\d+ of \d+\)$/, '')}`
    return { ...mark, label: many(first.label), title: many(first.title) }
  })
}
