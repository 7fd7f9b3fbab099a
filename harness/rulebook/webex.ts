import type { Row } from './row.ts'

const open = (id: string, says: string): Row => ({
  id,
  says,
  kind: 'open',
  missing: 'Webex flows are not played yet',
  from: ['webex'],
  grade: 'stated',
})

/** R071-R082: the Webex flow that looks a caller up. */
export const webexRows: readonly Row[] = [
  open('R071', "The caller's number is taken, and the + with the country code is stripped before the look-up."),
  open('R072', 'One request asks Dynamics for the name and the ID of the contact with that number.'),
  open('R073', 'Whether the customer is known decides what comes next: a look for a case, or the message that there is none.'),
  open('R074', "A second request asks for the title and the number of this customer's newest case."),
  open('R075', 'Where there is a case, the caller hears their name and the case read aloud.'),
  open('R076', 'A caller who is unknown or has no case hears a message and is passed to an agent.'),
  open('R077', 'A menu lets the caller choose between an agent and the end of the call.'),
  open('R078', 'A caller who waits for an agent waits in the queue, with music.'),
  open('R079', 'When the caller hangs up, the flow ends and nothing pops.'),
  open('R080', 'When the agent answers, the case or a form for a new one pops in a new browser tab.'),
  open('R081', 'Before it runs, a flow needs a registered application, a connector with OAuth 2.0, and its variables and queues set.'),
  open('R082', 'Prompts are spoken from text, or come from audio files that must be there; the music is a default.'),
]
