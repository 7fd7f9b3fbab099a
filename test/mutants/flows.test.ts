import { describe, expect, it } from 'vitest'
import { play } from '../../harness/play.ts'
import { webexRules } from '../../harness/rules/webex/index.ts'
import { packagedScenarios } from '../../harness/scenario/library.ts'
import { isScenario, loadScenario } from '../../harness/scenario/load.ts'
import { webex } from '../../harness/webex/index.ts'
import { validate } from '../../harness/webex/validate/index.ts'
import { changed } from './flow.ts'
import { flowMutants } from './flow-mutants.ts'
import { scoreBoard } from './score.ts'

const score = scoreBoard('Faulty flows')
const root = packagedScenarios()
function scenario(id: string) {
  const loaded = loadScenario(`${root}/${id}.yaml`, root)
  if (!isScenario(loaded)) throw new Error(loaded.map(({ message }) => message).join('\n'))
  return loaded
}

describe.each(['dynamics', 'zendesk'] as const)('our own flow for %s', (crm) => {
  it('has nothing to be said of its drawing', () => {
    expect(validate(changed(crm, () => {}))).toEqual([])
  })
})

describe('a flow for $crm that', () => {
  it.each(flowMutants.filter(({ scenario: id }) => id !== undefined))(
    '$does is caught in $scenario by $rule',
    async ({ does, crm, edit, scenario: id, rule, also = [], expectation }) => {
      const { findings, unmet } = await play(scenario(id as string), crm, { seed: 7, integration: () => webex(changed(crm, edit)) })
      const caught = [...new Set(findings.map((finding) => finding.rule))]
      const shown = JSON.stringify({ findings, unmet }, undefined, 1)
      if (rule) score({ does: `${does} (${crm})`, rule, caught })
      if (rule) expect(caught, shown).toContain(rule)
      if (expectation) expect(unmet.length, shown).toBeGreaterThan(0)
      expect(
        caught.filter((one) => one !== rule && !also.includes(one)),
        shown,
      ).toEqual([])
      // Each finding about what the flow did names the activity.
      const names = [...changed(crm, edit).main.activities.values(), ...changed(crm, edit).events.activities.values()].map(({ name }) => name)
      for (const { happened } of findings)
        expect(names.some((name) => happened.includes(name)) || /nothing popped|was never queued/.test(happened), happened).toBe(true)
    },
  )

  it.each(flowMutants.flatMap(({ does, crm, edit, check }) => (check ? [{ does, crm, edit, check: check[0], activity: check[1] }] : [])))(
    '$does is seen in the drawing: $check at $activity',
    ({ crm, edit, check, activity }) => {
      const remarks = validate(changed(crm, edit))
      const found = remarks.filter((one) => one.check === check)
      expect(
        found.map((one) => one.activity),
        JSON.stringify(remarks, undefined, 1),
      ).toContain(activity)
      for (const { message, mend } of remarks)
        expect(
          [message, mend].every((text) => /^[A-Z{].*\.$/s.test(text)),
          `${message} ${mend}`,
        ).toBe(true)
    },
  )
})

it('has a mutant for each rule', () => {
  expect(webexRules.map(({ id }) => id).filter((id) => !flowMutants.some(({ rule }) => rule === id))).toEqual([])
})
