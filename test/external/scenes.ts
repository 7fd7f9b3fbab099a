import { packagedScenarios } from '../../harness/scenario/library.ts'
import { isScenario, parseScenario } from '../../harness/scenario/load.ts'
import type { Scenario } from '../../harness/scenario/scenario.ts'

const given = 'contacts: [{ name: Ada Byron, phone: +49 30 1234567, email: ada@example.com }, { name: Tom Lee, phone: +49 30 7654321 }]'
const call = (ends: string) => `
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron, skill: Support } }
  - { at: 00:02, agent.answers: { agent: Mia } }
  - { at: 00:04, agent.links: { record: contact } }
  - { at: 00:07, ${ends}: {} }
  - { at: 00:08, agent.selectsDisposition: { name: Invoice explained, notes: Sent a copy., tags: [invoice] } }
  - { at: 00:34, agent.finishesAcw: {} }
expect:
  - silent: { until: agent.finishesAcw }
`

/**
 * Plays of a quarter or half a minute: a second at thirty times the speed of life. After-call work is so long that on a busy
 * machine, too, what is written too soon is written before it ends.
 */
export const scenes = {
  call: `title: A call
configuration: support
given: { ${given} }
${call('agent.hangsUp')}
  - memorialized: { record: contact, within: 10s, fields: { Disposition Name: Invoice explained, Agent Name: Mia } }
  - popped: { record: contact }`,
  contactFirst: `title: The contact hangs up first
configuration: support
given: { ${given} }
${call('contact.hangsUp')}
  - memorialized: { record: contact, fields: { Agent Name: Mia } }
  - withheld: { record: contact, fields: [Disposition Name, Disposition Notes] }`,
  tokenExpired: `title: The token of yesterday has died
configuration: support
given: { token: expired, ${given} }
${call('agent.hangsUp')}
  - renewed: { times: 1 }
  - memorialized: { record: contact, fields: { Disposition Name: Invoice explained } }`,
  transfer: `title: A chat is transferred
configuration: support
given: { ${given}, skills: [{ name: Chat }, { name: Billing }] }
steps:
  - { at: 00:00, contact.chats: { from: Ada Byron, skill: Chat, text: Where is my invoice? } }
  - { at: 00:02, agent.accepts: { agent: Mia } }
  - { at: 00:04, agent.links: { record: contact } }
  - { at: 00:06, agent.selectsDisposition: { name: Passed on, notes: To billing. } }
  - { at: 00:08, agent.transfers: { to: { skill: Billing } } }
  - { at: 00:10, agent.accepts: { agent: Tom } }
  - { at: 00:12, agent.selectsDisposition: { name: Invoice sent, notes: By mail. } }
  - { at: 00:14, agent.unassignsAndDismisses: {} }
expect:
  - silent: { until: agent.transfers }
  - memorialized: { record: contact, by: Mia, fields: { Disposition Name: Passed on } }
  - memorialized: { record: contact, by: Tom, fields: { Disposition Name: Invoice sent } }`,
  twoCalls: `title: Two calls at once
configuration: support
given: { ${given} }
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron, skill: Support } }
  - { at: 00:02, agent.answers: { agent: Mia } }
  - { at: 00:04, contact.calls: { from: Tom Lee, skill: Support } }
  - { at: 00:06, agent.answers: { agent: Eva } }
  - { at: 00:08, agent.links: { agent: Mia, record: contact } }
  - { at: 00:10, agent.links: { agent: Eva, record: contact } }
  - { at: 00:11, agent.hangsUp: { agent: Mia } }
  - { at: 00:12, agent.hangsUp: { agent: Eva } }
  - { at: 00:13, agent.finishesAcw: { agent: Mia } }
  - { at: 00:14, agent.finishesAcw: { agent: Eva } }`,
} as const
export type Scene = keyof typeof scenes

/** As if it lay in the library, whose configurations it may use. */
export function scene(name: Scene): Scenario {
  const loaded = parseScenario(scenes[name], `${packagedScenarios()}/external/${name}.yaml`, `external/${name}`)
  if (!isScenario(loaded)) throw new Error(loaded.map(({ line, message }) => `${line}: ${message}`).join('\n'))
  return loaded
}
