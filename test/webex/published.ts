import type { Editor } from '../mutants/flow.ts'

/** All that is wrong with the published template for Dynamics, in a flow of our own. */
export const published = (editor: Editor): void => {
  const { set, replace, link, variable } = editor
  replace('LookUpCustomer', 'httpRequestPath', /\$filter=.*/, "$$filter=contains(telephone1,'{{CallerNumber}}')\"")
  set('LookUpCustomer', 'outputVariableArray', [
    { outputVariable: 'CustomerID', jsonPathExp: 'value[0].contactid' },
    { outputVariable: 'CustomerName', jsonPathExp: 'value[0].fullname' },
  ])
  set('OneCustomer', 'expression', '{{ CustomerID != "NA" }}')
  set('LookUpCase', 'httpRequestPath', 'incidents?$select=title,_customerid_value,ticketnumber')
  link('LookUpCustomer', 'default', 'OneCustomer')
  link('LookUpCase', 'default', 'RememberCase')
  replace('OpenCase', 'queryParameters', '{{CaseID}}', 'b0b0b0b0-0000-4000-8000-00000000cafe')
  link('HoldMusic', 'default', 'HoldMusic')
  for (const name of ['CustomerID', 'CustomerName', 'CaseTitle', 'CaseNumber']) variable(name, 'NA')
}
