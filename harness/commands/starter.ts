import { asArgument } from '../report/repeat.ts'

/** A scenario to begin with: short, and each part of it says what it is for. */
export const firstCall = `# yaml-language-server: $schema=./scenario.schema.json
title: My first call
story: Ada calls about an invoice. Mia links Ada's record and finishes her after-call work; only then may anything be written.
configuration: support            # configurations/support.dynamics.yaml and support.zendesk.yaml
crm: [dynamics, zendesk]

given:
  token: expired                  # fresh | expired | none: is this the integration's first interaction of the day?
  contacts:
    - { name: Ada Byron, phone: +49 30 1234567, email: ada@example.com }

steps:                            # who.verb, at a time from the start (minutes:seconds)
  - at: 00:00
    contact.calls: { from: Ada Byron, skill: Support }
  - at: 00:30
    agent.answers: { agent: Mia }
  - at: 01:00
    agent.links: { record: contact }
  - at: 03:00
    agent.hangsUp: {}
  - at: 03:20
    agent.selectsDisposition: { name: Invoice explained, notes: Sent a copy. }
  - at: 03:30
    agent.finishesAcw: {}

expect:                           # beside the rules, which judge every play
  - silent: { until: agent.finishesAcw }
  - memorialized: { record: contact, within: 2s, fields: { Disposition Name: Invoice explained, Agent Name: Mia } }
`

export const readme = (folder: string) => {
  const named = asArgument(folder)
  return `# Rehearsals

\`\`\`sh
npx rehearsal play ${named}       # plays first-call.yaml on Dynamics and on Zendesk
npx rehearsal check ${named}      # says what is wrong with a file, and where
npx rehearsal up               # the same systems on local ports, to develop against
\`\`\`

- \`first-call.yaml\`: a scenario. Change a step, or what is expected, and play it again. A play of one scenario on one CRM shows its timeline:
  \`npx rehearsal play ${asArgument(`${folder}/first-call.yaml`)} --crm dynamics\`.
- \`configurations/\`: the CRM configuration that the scenario names, one file a CRM, in the words of the pages where CXone users make it.
- \`scenario.schema.json\`, \`configuration.schema.json\`: complete and check both in an editor that knows YAML schemas.
`
}
