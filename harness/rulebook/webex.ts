import type { Row } from './row.ts'

const flow = (id: string, says: string, ...rule: [string, ...string[]]): Row => ({
  id,
  says,
  kind: 'watched',
  keptIn: rule.map((place) => (place.includes('/') ? place : `harness/rules/webex/${place}.ts#${id}`)) as [string, ...string[]],
  from: ['webex'],
  grade: 'stated',
})

/** R071-R082: the Webex flow that looks a caller up. */
export const webexRows: readonly Row[] = [
  flow(
    'R071',
    "The caller's number is taken, and the + with the country code is stripped before the look-up.",
    'number-stripped',
    'harness/webex/validate/requests.ts#R071',
  ),
  flow('R072', 'One request asks Dynamics for the name and the ID of the contact with that number.', 'one-customer', 'harness/webex/validate/requests.ts#R072'),
  flow(
    'R073',
    'Whether the customer is known decides what comes next: a look for a case, or the message that there is none.',
    'nobody-to-agent',
    'failure-is-no-answer',
    'harness/webex/validate/answers.ts#R073',
  ),
  flow(
    'R074',
    "A second request asks for the title and the number of this customer's newest case.",
    'own-case',
    'newest-case',
    'harness/webex/validate/requests.ts#R074',
  ),
  flow('R075', 'Where there is a case, the caller hears their name and the case read aloud.', 'case-announced', 'nothing-senseless'),
  flow(
    'R076',
    'A caller who is unknown or has no case hears a message and is passed to an agent.',
    'nobody-to-agent',
    'harness/webex/validate/answers.ts#R076',
  ),
  flow(
    'R077',
    'A menu lets the caller choose between an agent and the end of the call.',
    'menu-leads-on',
    'harness/webex/validate/links.ts#R077',
    'harness/webex/validate/caller.ts#R077',
  ),
  flow('R078', 'A caller who waits for an agent waits in the queue, with music.', 'waits-with-music', 'harness/webex/validate/links.ts#R078'),
  flow('R079', 'When the caller hangs up, the flow ends and nothing pops.', 'ends-with-the-call'),
  flow('R080', 'When the agent answers, the case or a form for a new one pops in a new browser tab.', 'pop-on-answer', 'harness/webex/validate/pops.ts#R080'),
  {
    id: 'R081',
    says: 'Before it runs, a flow needs a registered application, a connector with OAuth 2.0, and its variables and queues set.',
    kind: 'checked',
    keptIn: ['harness/configuration/check-flow.ts#R081', 'harness/webex/connectors.ts#OAuth 2.0'],
    from: ['webex'],
    grade: 'stated',
  },
  {
    id: 'R082',
    says: 'Prompts are spoken from text, or come from audio files that must be there; the music is a default.',
    kind: 'integration',
    keptIn: ['harness/webex/activities/prompts.ts#promptsTts', 'harness/webex/validate/prompts.ts#R082'],
    missing: 'whether an audio file has been uploaded: a flow names its files and does not have them',
    from: ['webex'],
    grade: 'stated',
  },
]
