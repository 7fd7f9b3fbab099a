import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { profileNames, profiles } from '../../harness/profiles.ts'
import { exercisedBy } from '../../harness/rulebook/exercise.ts'
import { canonicalId, rowOf, rulebook } from '../../harness/rulebook/index.ts'
import { filesOf, type Row } from '../../harness/rulebook/row.ts'
import { rules } from '../../harness/rules/index.ts'
import { packagedScenarios } from '../../harness/scenario/library.ts'

const root = resolve(import.meta.dirname, '../..')
const shown = exercisedBy(packagedScenarios())
const text = (file: string) => readFileSync(resolve(root, file), 'utf8')

/** Places that a row claims and that are not there: no such file, or the word is not in it. */
const missingPlaces = (row: Row): string[] =>
  row.kind === 'open'
    ? []
    : row.keptIn.filter((place) => {
        const [file = '', word] = place.split('#')
        return !word || !existsSync(resolve(root, file)) || !text(file).includes(word)
      })

describe('the rulebook', () => {
  it('has the 82 rules and the twelve ambiguities, once each and in order', () => {
    const numbered = (letter: string, count: number, digits: number) =>
      Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(digits, '0')}`)
    expect(rulebook.map(({ id }) => id)).toEqual([...numbered('R', 82, 3), ...numbered('A', 12, 1)])
  })

  it('says each in one sentence of its own', () => {
    const said = rulebook.map(({ says }) => says)
    expect(new Set(said).size).toBe(said.length)
    for (const sentence of said) expect(sentence).toMatch(/^[A-Z].{20,180}\.$/)
  })

  it('claims no owner that does not exist', () => {
    expect(rulebook.flatMap((row) => missingPlaces(row).map((place) => `${row.id} ${place}`))).toEqual([])
  })

  it('would notice one that does not', () => {
    const claims = (place: string): Row => ({ id: 'R024', says: '', kind: 'mock', keptIn: [place], from: ['dynamics'], grade: 'stated' })
    expect(missingPlaces(claims('harness/rules/nowhere.ts#withheld'))).toHaveLength(1)
    expect(missingPlaces(claims('harness/rules/withheld.ts#no such word'))).toHaveLength(1)
    expect(missingPlaces(claims('harness/rules/withheld.ts#withheld'))).toEqual([])
  })

  it('calls a rule watched only where a rule that runs on every play says that it watches it', () => {
    // A3 is how R022 is read.
    const watchedAs = (id: string) => (id === 'A3' ? 'R022' : id)
    const claimed = rulebook.filter(({ kind }) => kind === 'watched').map(({ id }) => watchedAs(id))
    const watched = new Set(rules.flatMap(({ source }) => source.rules))
    expect(claimed.filter((id) => !watched.has(id))).toEqual([])
    for (const row of rulebook.filter(({ kind }) => kind === 'watched')) expect(filesOf(row)[0]).toMatch(/^harness\/rules\//)
  })

  it('knows every rule that the watchers name', () => {
    expect(rules.flatMap(({ source }) => source.rules).filter((id) => !rowOf(id))).toEqual([])
  })

  it('keeps a checked rule in a check', () => {
    for (const row of rulebook.filter(({ kind }) => kind === 'checked')) expect(filesOf(row)[0]).toMatch(/^harness\/configuration\//)
    for (const row of rulebook.filter(({ kind }) => kind === 'mock')) expect(filesOf(row)[0]).toMatch(/^mocks\//)
  })

  it('names no rule in the code that is not in the book', () => {
    const named = [...new Set(rulebook.flatMap(filesOf))].flatMap((file) => text(file).match(/\bR\d{3}\b/g) ?? [])
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((id) => !rowOf(id))).toEqual([])
  })

  it('reads ids as people write them', () => {
    expect(['r24', ' R024 ', 'a12', 'A012', 'R1000', 'X1', ''].map(canonicalId)).toEqual(['R024', 'R024', 'A12', 'A12', undefined, undefined, undefined])
  })
})

describe('the scenarios', () => {
  it('name no rule that is not in the book', () => {
    expect([...shown.keys()].filter((id) => !rowOf(id))).toEqual([])
  })

  it('claim nothing that nothing keeps', () => {
    const open = new Set(rulebook.filter(({ kind }) => kind === 'open').map(({ id }) => id))
    expect([...shown].filter(([id]) => open.has(id))).toEqual([])
  })

  it('show every rule and every ambiguity, and nothing is left that nobody keeps', () => {
    expect(rulebook.filter(({ id }) => !shown.has(id)).map(({ id }) => id)).toEqual([])
    expect(rulebook.filter(({ kind }) => kind === 'open').map(({ id }) => id)).toEqual([])
  })

  it('are named by settings that are there', () => {
    const named = rulebook.flatMap(({ setting }) => (setting?.name.startsWith('profile') ? setting.values : [])).map((value) => value.split(' ')[0])
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter((name) => !profileNames.includes(name as string))).toEqual([])
    expect(profiles.flatMap(({ settles }) => settles ?? []).filter((id) => !rowOf(id)?.setting)).toEqual([])
  })
})
