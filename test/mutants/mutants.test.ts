import { describe, expect, it } from 'vitest'
import { cxone } from '../../harness/cxone/index.ts'
import { play } from '../../harness/play.ts'
import { rules } from '../../harness/rules/index.ts'
import { flowMutants } from './flow-mutants.ts'
import { moreMutants } from './more-mutants.ts'
import { mutants as firstMutants } from './mutants.ts'
import { scene, scenes } from './scenes.ts'
import { scoreBoard } from './score.ts'

const mutants = [...firstMutants, ...moreMutants]
const score = scoreBoard('Faulty integrations')
const crms = ['dynamics', 'zendesk'] as const

describe.each(crms)('on %s, the default integration', (crm) => {
  it.each(scenes.filter((name) => scene(name).crm.includes(crm)))('has no finding in %s', async (name) => {
    const { findings, unmet } = await play(scene(name), crm, { seed: 7 })
    expect({ findings, unmet }).toEqual({ findings: [], unmet: [] })
  })
})

describe.each(crms)('on %s, an integration that', (crm) => {
  const here = mutants.filter((mutant) => mutant.crm === undefined || mutant.crm === crm)

  it.each(here)('$does is caught by $rule', async ({ does, rule, also = [], scene: name, mutation }) => {
    const { findings } = await play(scene(name), crm, { seed: 7, integration: () => mutation()(cxone()) })
    const caught = [...new Set(findings.map((finding) => finding.rule))].sort()
    score({ does: `${does} (${crm})`, rule, caught })
    expect(caught, JSON.stringify(findings, undefined, 1)).toEqual([rule, ...also].sort())
    for (const finding of findings) {
      expect(finding.expected).not.toBe('')
      expect(finding.happened).not.toBe('')
    }
  })
})

it('are forty and more', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(40)
  expect(new Set(mutants.map(({ does }) => does)).size).toBe(mutants.length)
})

it('has a mutant for each rule', () => {
  expect(rules.map(({ id }) => id).filter((id) => ![...mutants, ...flowMutants].some(({ rule }) => rule === id))).toEqual([])
})
