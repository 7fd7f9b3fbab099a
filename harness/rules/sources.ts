import type { Source } from './rule.ts'

/** The published pages that rules come from, by the name of the page. */
const DYNAMICS = 'Set up a CRM configuration for Microsoft Dynamics'
const BOTH = 'Set up a CRM configuration for Microsoft Dynamics, and for Zendesk'

/** Said on the Dynamics page only. */
export const statedForDynamics = (...rules: string[]): Source => ({ rules, document: DYNAMICS, grade: 'stated' })
/** Said on the Dynamics page and on the Zendesk page. */
export const stated = (...rules: string[]): Source => ({ rules, document: BOTH, grade: 'stated' })
/** Said on the pages of both agent applications. */
export const statedForAgents = (...rules: string[]): Source => ({
  rules,
  document: 'Integrate your CRM with Agent for Microsoft Teams, and with Agent Embedded',
  grade: 'stated',
})
/** What a careful integration does, although no page says so. */
export const expected = (document: string): Source => ({ rules: [], document, grade: 'simulator-defined' })
