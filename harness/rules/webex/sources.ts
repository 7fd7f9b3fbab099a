import type { Source } from '../rule.ts'

const PAGE = 'Microsoft Dynamics HTTPS data dip flow template'

/** Said on the page about the published flow. */
export const webexPage = (...rules: string[]): Source => ({ rules, document: PAGE, grade: 'stated' })
/** Found by reading the published flows: what they do to a caller in spite of what the page says. */
export const webexInferred = (...rules: string[]): Source => ({ rules, document: `${PAGE}, and the published flows`, grade: 'inferred' })
