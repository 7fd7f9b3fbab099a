import { expect, test } from 'vitest'
import { createStore, virtualClock } from '../../mocks/core/index.ts'
import { createVault } from '../../mocks/core/tokens.ts'

const START = Date.parse('2026-11-20T08:00:00Z')
const given = { issuer: 'entra', kind: 'access', client: 'app', subject: 's', audience: 'a', scopes: [], expiresAt: null, claims: {} } as const

test.each(['asked before', 'not asked before'])('tokens of a client come oldest first, also when one changed meanwhile and they were %s', async (when) => {
  const clock = virtualClock(START)
  const vault = createVault(createStore(), clock)
  for (const value of ['first', 'second', 'third']) {
    vault.issue({ ...given, scopes: [], value })
    await clock.advance(1000)
  }
  vault.issue({ ...given, scopes: [], value: 'refresh', kind: 'refresh' })
  vault.issue({ ...given, scopes: [], value: 'of another', client: 'other' })
  if (when === 'asked before') expect(vault.of('entra', 'app')).toHaveLength(3)
  vault.revoke('first')
  expect(vault.of('entra', 'app').map(({ value, revokedAt }) => [value, revokedAt])).toEqual([
    ['first', START + 3000],
    ['second', null],
    ['third', null],
  ])
  expect(vault.latest('entra', 'app')?.value).toBe('third')
  expect(
    vault
      .all('entra')
      .map(({ value }) => value)
      .sort(),
  ).toEqual(['first', 'of another', 'refresh', 'second', 'third'])
})

test('a long token is found by all of it: another one with its signature is none', () => {
  const vault = createVault(createStore(), virtualClock(START))
  const signature = 's'.repeat(342)
  const value = `${'head'.repeat(20)}.${'claims'.repeat(100)}.${signature}`
  vault.issue({ ...given, scopes: [], value })
  expect(vault.find(value)?.value).toBe(value)
  expect(vault.find(value.replace('claims', 'CLAIMS'))).toBeUndefined()
  vault.revoke(value.replace('claims', 'CLAIMS'))
  expect(vault.find(value)?.revokedAt).toBeNull()
  vault.revoke(value)
  expect(vault.find(value)?.revokedAt).toBe(START)
})
