import { expect, it } from 'vitest'
import { rulebook } from '../../harness/rulebook/index.ts'
import { inThisProcess } from '../clients/in-this-process.ts'

it('prints a line for every rule, and says what nothing keeps yet', async () => {
  const { code, out } = await inThisProcess('rules')
  expect(code).toBe(0)
  for (const { id, kind } of rulebook) expect(out).toMatch(new RegExp(`^  ${id} +${kind === 'open' ? 'not yet' : '[a-z]+'} `, 'm'))
  const open = rulebook.filter(({ kind }) => kind === 'open').length
  expect(out).toContain('82 of 82 rules owned, 82 shown; 12 of 12 ambiguities owned, 12 shown: ')
  expect(out.includes(`${open} not yet kept`)).toBe(open > 0)
  expect(Math.max(...out.split('\n').map((line) => (line.includes('ambiguities owned') ? 0 : line.length)))).toBeLessThanOrEqual(120)
})

it('shows single rules in full, in the order asked for', async () => {
  const { code, out } = await inThisProcess('rules', 'a12', 'R24')
  expect(code).toBe(0)
  expect(out.indexOf('A12')).toBeLessThan(out.indexOf('R024'))
  for (const text of [
    'watched on every run',
    'harness/rules/memorialized-after-trigger.ts',
    '(stated)',
    'voice/agent-finishes-acw',
    'mpower (both) (default), withhold-digital-only (digital)',
  ])
    expect(out).toContain(text)
})

it('prints the same as JSON', async () => {
  const { out } = await inThisProcess('rules', '--json')
  const rows = JSON.parse(out)
  expect(rows.map(({ id }: { id: string }) => id)).toEqual(rulebook.map(({ id }) => id))
  expect(rows.find(({ id }: { id: string }) => id === 'R027')).toMatchObject({
    kind: 'watched on every run',
    keptIn: expect.arrayContaining(['harness/rules/withheld.ts']),
    missing: null,
    source: { grade: 'stated', documents: expect.arrayContaining(['Set up a CRM configuration for Zendesk']) },
    scenarios: expect.arrayContaining(['voice/contact-hangs-up-first']),
  })
  expect(rows.find(({ id }: { id: string }) => id === 'R071')).toMatchObject({
    kind: 'watched on every run',
    scenarios: expect.arrayContaining(['webex/known-caller-with-a-case']),
  })
  for (const { id } of rulebook.filter(({ kind }) => kind === 'open'))
    expect(rows.find((row: { id: string }) => row.id === id)).toMatchObject({ kind: 'not yet kept', keptIn: [], scenarios: [] })
})

it.each([
  ['R099', 'Did you mean "R082"?'],
  ['A13', 'Did you mean "A12"?'],
  ['R0Z4', 'Did you mean "R004"?'],
  ['nonsense', 'Rules are R001 to R082'],
])('%s is no rule: the nearest is named, exit 2', async (id, message) => {
  const { code, out, err } = await inThisProcess('rules', id)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(message)
})

it('--help has examples', async () => {
  expect((await inThisProcess('rules', '--help')).out).toContain('Examples:\n  rehearsal rules')
})
