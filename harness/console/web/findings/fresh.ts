import type { DeskView, FindingView } from '../../protocol.ts'

export const findingKey = ({ rule, at, happened }: FindingView): string => `${rule} ${at} ${happened}`

/** Findings that the view before did not have. Rules that judge at the end come after those that watch, so the new ones may stand anywhere. */
export function freshFindings(before: Pick<DeskView, 'findings'>, after: Pick<DeskView, 'findings'>): FindingView[] {
  const known = new Set(before.findings.map(findingKey))
  return after.findings.filter((finding) => !known.has(findingKey(finding)))
}
