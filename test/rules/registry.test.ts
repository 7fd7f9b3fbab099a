import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { rules } from '../../harness/rules/index.ts'
import { tale } from './tale.ts'

it('has each rule in a file of its name, with a sentence and a source', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
  for (const { id, says, source } of rules) {
    expect(existsSync(new URL(`../../harness/rules/${id}.ts`, import.meta.url)), id).toBe(true)
    expect(says).toMatch(/^[A-Z].*\.$/)
    expect(source.document).not.toBe('')
    for (const rule of source.rules) expect(rule).toMatch(/^(R\d{3}|A\d{1,2})$/)
    if (source.grade === 'stated') expect(source.rules).not.toEqual([])
  }
})

it('finds nothing where nothing happened', () => {
  expect(tale().findings()).toEqual([])
})

it('judges a play without regard to the one before', () => {
  const broken = () => tale().started(0).due(210).writes(211, { description: 'Sent a copy.', department: 'Mia' }).findings()
  expect(broken()).toEqual(broken())
})
