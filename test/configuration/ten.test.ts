import { expect, test } from 'vitest'
import { checkConfiguration } from '../../harness/configuration/load.ts'
import { renderComplaint } from '../../harness/documents/complaint.ts'
import { DYNAMICS, fileOf, ZENDESK } from './files.ts'

/** What `rehearsal check` prints of a configuration, word for word. */
const said = (text: string): string =>
  checkConfiguration(fileOf(text))
    .map((complaint) => renderComplaint({ ...complaint, file: 'support.yaml' }))
    .join('\n')

const changed = (text: string, old: string, now: string): string => {
  expect(text).toContain(old)
  return text.replace(old, now)
}

const cases: [string, string][] = [
  ['an upper-case script variable', changed(DYNAMICS, 'data: customertier', 'data: CustomerTier')],
  ['a sixth text field', changed(DYNAMICS, '[fullname, telephone1]', '[fullname, telephone1, firstname, lastname, emailaddress1, jobtitle]')],
  ['a custom entity in a Dynamics memorialization', changed(DYNAMICS, '      contact:\n        desc', '      new_vehicle:\n        desc')],
  ['an unknown data field', changed(DYNAMICS, 'data: Disposition Notes', 'data: Disposition Note')],
  ['an Update workflow on Zendesk', changed(ZENDESK, 'workflow: Create User', 'workflow: Update Record')],
  [
    'two configuration IDs in one action',
    changed(
      DYNAMICS,
      '{ dataMemorialization: Voice }',
      '{ dataMemorialization: { configurationId: a1, mapping: Voice }, search: { configurationId: b2, mapping: Card } }',
    ).replace('name: Support\n', 'id: a1\nname: Support\n'),
  ],
  ['timeoutMilliSec in a payload', changed(DYNAMICS, 'phoneNumber: "{ANI}"', 'phoneNumber: "{ANI}", timeoutMilliSec: 5000')],
  ['no screen-pop domain', changed(DYNAMICS, 'external_screenpop_domain_md: https://ven12345.crm.dynamics.com\n', '')],
  ['a URL that goes on after .com', changed(DYNAMICS, 'url: https://ven12345.crm.dynamics.com', 'url: https://ven12345.crm.dynamics.com/main.aspx')],
  ['a blank name', changed(DYNAMICS, 'name: Support', 'name: " "')],
]

test.each(cases)('%s is explained with its line, its rule and the way to mend it', (_, text) => {
  const text_ = said(text)
  expect(text_).toMatch(/^support\.yaml:\d+:\d+ {2}(error|warning) {2}R\d{3} {2}.+\n {4}\S.+$/)
  expect(text_).toMatchSnapshot()
})
