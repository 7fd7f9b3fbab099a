import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkConfiguration } from '../../harness/configuration/load.ts'

/** A configuration that nothing can be said against. */
export const DYNAMICS = `name: Support
integrationType: Microsoft Dynamics 365
authentication:
  name: main
  url: https://ven12345.crm.dynamics.com
  scope: https://ven12345.crm.dynamics.com/.default
  tenantId: tenant
  clientId: client
  clientSecret: \${SECRET}
external_screenpop_domain_md: https://ven12345.crm.dynamics.com
dataMemorialization:
  - name: Voice
    entities:
      contact:
        description: { channel: Voice Call Contact, data: Disposition Notes }
        jobtitle: { channel: Script Variable, data: customertier }
dynamicData:
  - name: Card
    entities:
      contact: [fullname, telephone1]
studioScript:
  - ASSIGN: { variable: CustomerTier, value: Gold }
  - SNIPPET: { searchInput: { workflowInput: { phoneNumber: "{ANI}" } } }
  - WORKFLOW EXECUTE: { workflow: Search Entities, payload: searchInput, dynamicData: Card }
  - AGENT WORKFLOW CONFIGURATION: { dataMemorialization: Voice }
`

export const ZENDESK = `name: Support
integrationType: Zendesk
authentication:
  name: main
  subdomain: https://ven12345.zendesk.com
  clientId: client
  clientSecret: secret
dataMemorialization:
  - name: Digital
    entities:
      ticket:
        comment: { channel: Digital Contact, data: Transcription Text }
dynamicData:
  - name: Card
    entities:
      user: [name, phone]
studioScript:
  - SNIPPET: { userInput: { workflowInput: { name: "{ANI}" } } }
  - WORKFLOW EXECUTE: { workflow: Create User, payload: userInput }
  - AGENT WORKFLOW CONFIGURATION: { dataMemorialization: Digital, search: Card }
`

export function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'rehearsal-')), 'support.yaml')
  writeFileSync(file, text)
  return file
}

/** Line, rule and message of everything that is said about the text. */
export const complaintsOf = (text: string) => checkConfiguration(fileOf(text)).map(({ line, rule, message, severity }) => ({ line, rule, message, severity }))
