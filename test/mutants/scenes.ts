import { fileURLToPath } from 'node:url'
import { isScenario, parseScenario } from '../../harness/scenario/load.ts'
import type { Scenario } from '../../harness/scenario/scenario.ts'

const header = (title: string, configuration = 'support', given = '') => `
title: ${title}
configuration: ${configuration}
given:
  contacts: [{ name: Ada Byron, phone: +49 30 1234567 }, { name: Tom Lee, phone: +49 30 7654321 }, { name: Eve Moneypenny, phone: +49 30 5557777, inCrm: false }]
${given}
steps:
`

const answeredCall = `
  - at: 00:00
    contact.calls: { from: Ada Byron, skill: Support }
  - at: 00:06
    agent.answers: { agent: Mia }
  - at: 00:10
    agent.links: { record: contact }
`
const hungUp = `
  - at: 03:06
    agent.hangsUp: {}
`
const wrappedUp = `
  - at: 03:20
    agent.selectsDisposition: { name: Invoice explained, notes: Sent a copy., tags: [invoice] }
  - at: 03:30
    agent.finishesAcw: {}
`
const chat = `
  - at: 00:00
    contact.chats: { from: Ada Byron, skill: Support }
  - at: 00:06
    agent.accepts: { agent: Mia }
  - at: 00:10
    agent.searches: { phone: +49 30 1234567 }
  - at: 00:12
    agent.links: { record: contact }
`

const texts = {
  call: header('A call') + answeredCall + hungUp + wrappedUp,
  contactHangsUp: `${header('The contact hangs up')}${answeredCall}
  - at: 03:06
    contact.hangsUp: {}
${wrappedUp}`,
  firstOfTheDay: header('The first call of the day', 'support', '  token: expired') + answeredCall + hungUp + wrappedUp,
  transfer: `${header('A chat is transferred')}${chat}
  - at: 02:00
    agent.transfers: { to: { agent: Tom } }
  - at: 04:00
    agent.unassignsAndDismisses: {}
`,
  dismissal: `${header('A chat is dismissed')}${chat}
  - at: 00:30
    contact.says: { text: See my invoice, attachments: [{ fileName: invoice-4711.pdf, mimeType: application/pdf }] }
  - at: 01:00
    agent.notes: { text: Ada is a lawyer }
  - at: 02:00
    agent.setsStatus: { status: closed }
  - at: 02:10
    agent.unassignsAndDismisses: {}
`,
  contactLeaves: `${header('The contact leaves the chat first')}${chat}
  - at: 01:00
    contact.leaves: {}
  - at: 01:30
    agent.selectsDisposition: { name: Left, notes: The contact was gone. }
  - at: 02:10
    agent.unassignsAndDismisses: {}
`,
  unlinked: `${header('The agent unlinks the record')}${answeredCall}
  - at: 01:00
    agent.unlinks: { record: contact }
${hungUp}${wrappedUp}`,
  stranger: `${header('A stranger calls')}
  - at: 00:00
    contact.calls: { from: Eve Moneypenny, skill: Support }
  - at: 00:06
    agent.answers: { agent: Mia }
${hungUp}${wrappedUp}`,
  lostCreate: `${header('The answer to a create is lost', 'support', '  faults: [{ when: { method: POST, path: "*/contacts*" }, times: 1, effect: { kind: drop, when: after } }, { when: { method: POST, path: "*/users*" }, times: 1, effect: { kind: drop, when: after } }]')}
  - at: 00:00
    contact.calls: { from: Eve Moneypenny, skill: Support }
  - at: 00:06
    agent.answers: { agent: Mia }
${hungUp}${wrappedUp}`,
  refusedWrite:
    header(
      'A write is refused',
      'support',
      '  faults: [{ when: { method: PATCH }, effect: { kind: refuse, status: 500 } }, { when: { method: PUT }, effect: { kind: refuse, status: 500 } }]',
    ) +
    answeredCall +
    hungUp +
    wrappedUp,
  lostWrite:
    header(
      'A write is lost on its way',
      'support',
      '  faults: [{ when: { method: PATCH }, times: 1, effect: { kind: drop, when: before } }, { when: { method: PUT }, times: 1, effect: { kind: drop, when: before } }]',
    ) +
    answeredCall +
    hungUp +
    wrappedUp,
  throttled: `${header('The CRM asks to wait')}${answeredCall}
  - at: 01:00
    world.faults: { name: busy, when: { mock: crm }, times: 1, effect: { kind: refuse, status: 429, retryAfter: 5 } }
${hungUp}${wrappedUp}`,
  emoji: `${header('A transcript of emoji that is too long', 'transcript')}${chat}
  - at: 01:00
    contact.says: { text: "\u{1F600}\u{1F680}", repeat: 1600 }
  - at: 02:10
    agent.unassignsAndDismisses: {}
`,
  twoCalls: `${header('Two calls')}${answeredCall}${hungUp}${wrappedUp}
  - at: 10:00
    contact.calls: { from: Tom Lee, skill: Support }
  - at: 10:06
    agent.answers: { agent: Mia }
  - at: 10:10
    agent.links: { record: contact }
  - at: 12:00
    agent.hangsUp: {}
  - at: 12:30
    agent.finishesAcw: {}
`,
  voiceTransfer: `${header('A call is transferred')}${answeredCall}
  - at: 01:00
    agent.transfers: { to: { agent: Tom } }
  - at: 01:10
    agent.answers: { agent: Tom }
  - at: 01:20
    agent.finishesAcw: { agent: Mia }
  - at: 03:00
    agent.hangsUp: { agent: Tom }
  - at: 03:20
    agent.finishesAcw: { agent: Tom }
`,
  strangerTransferred: `${header("A stranger's call is transferred")}
  - at: 00:00
    contact.calls: { from: Eve Moneypenny, skill: Support }
  - at: 00:06
    agent.answers: { agent: Mia }
  - at: 01:00
    agent.transfers: { to: { agent: Tom } }
  - at: 01:10
    agent.answers: { agent: Tom }
  - at: 01:20
    agent.finishesAcw: { agent: Mia }
  - at: 03:00
    agent.hangsUp: { agent: Tom }
  - at: 03:20
    agent.finishesAcw: { agent: Tom }
`,
  timeline: `${header('A task on the timeline', 'timeline')}${answeredCall}${hungUp}${wrappedUp}`.replace('configuration:', 'crm: [dynamics]\nconfiguration:'),
  facts: header('What the contact centre knows', 'fields') + answeredCall + hungUp + wrappedUp,
  reload: `${header('The agent application is reloaded')}${answeredCall}
  - at: 01:00
    agent.reloads: {}
${hungUp}${wrappedUp}`,
  diesMidCall: `${header('The token dies during the call')}${answeredCall}
  - at: 01:00
    world.expiresTokens: {}
${hungUp}${wrappedUp}`,
  twoRecords: `${header('Two records are linked', 'support', '  cases: [{ title: Invoice, contact: Ada Byron }]')}${answeredCall}
  - at: 00:20
    agent.links: { record: case }
${hungUp}${wrappedUp}`,
  voicemail: `${header('A recorded message')}
  - at: 00:00
    contact.leavesVoicemail: { from: Ada Byron, skill: Support }
  - at: 01:00
    agent.answers: { agent: Mia }
  - at: 01:10
    agent.links: { record: contact }
  - at: 02:00
    agent.completes: {}
  - at: 02:20
    agent.finishesAcw: {}
`,
  longTranscript: `${header('A transcript that is too long', 'transcript')}${chat}
  - at: 01:00
    contact.says: { text: I have been waiting for my invoice for weeks now, repeat: 1600 }
  - at: 02:10
    agent.unassignsAndDismisses: {}
`,
}

export type Scene = keyof typeof texts

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url))

export function scene(name: Scene): Scenario {
  const loaded = parseScenario(texts[name], `${folder}mutants/${name}.yaml`, `mutants/${name}`)
  if (!isScenario(loaded)) throw new Error(`${name}: ${loaded.map(({ line, message }) => `${line}: ${message}`).join('\n')}`)
  return loaded
}
export const scenes = Object.keys(texts) as Scene[]
