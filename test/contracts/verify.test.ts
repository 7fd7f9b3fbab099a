// biome-ignore-all lint/suspicious/noTemplateCurlyInString: provider states have named parameters
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { verifyCommand } from '../../harness/commands/verify.ts'
import { readPacts } from '../../harness/contracts/pact-file.ts'
import { renderOutcomes } from '../../harness/contracts/report.ts'
import { verifyPact } from '../../harness/contracts/verify.ts'
import { plain } from '../../harness/report/paint.ts'
import { inThisProcess } from '../clients/in-this-process.ts'
import { folder } from '../clients/program.ts'
import { bearer, contact, json, pact, search, type Wanted } from './pacts.ts'

const place = folder()
afterAll(place.remove)
let files = 0
const write = (document: unknown): string => {
  const file = join(place.path, `pact-${++files}.json`)
  writeFileSync(file, JSON.stringify(document))
  return file
}
const verified = async (provider: string, wanted: readonly Wanted[]) => {
  const [one] = readPacts([write(pact(provider, wanted))])
  return await verifyPact(one as NonNullable<typeof one>)
}

const found = (row: Record<string, unknown>) => ({
  status: 200,
  body: json({ value: [row] }),
  matchingRules: { body: { '$.value[0].fullname': { combine: 'AND', matchers: [{ match: 'type' }] } } },
})

describe("a user's pact", () => {
  it('holds, and JUnit says so', async () => {
    const file = write(pact('Dynamics 365', [search('+49301234567', found({ telephone1: '+49301234567', fullname: 'Somebody' }))]))
    const report = join(place.path, 'out/verify.xml')
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    await verifyCommand().exitOverride().parseAsync([file, '--junit', report], { from: 'user' })
    const out = said.mock.calls.map(([text]) => String(text)).join('')
    said.mockRestore()
    expect([process.exitCode, out]).toEqual([0, expect.stringContaining('1 interaction · 1 held')])
    process.exitCode = undefined
    expect(readFileSync(join(place.path, 'out/verify.xml'), 'utf8')).toContain('<testcase name="who has +49301234567" classname="my-app.Dynamics 365"/>')
  })

  it('with one wrong expectation says what was expected, what came, in which provider state, and ends with 1', async () => {
    const file = write(pact('dynamics', [search('+49301234567', found({ telephone1: '+4940', fullname: 'Somebody' }))]))
    const { code, out, err } = await inThisProcess('verify', file, '--junit', join(place.path, 'out/wrong.xml'))
    expect([code, err]).toEqual([1, ''])
    expect(out).toMatch(/failed {2}who has \+49301234567\n +given +a contact with phone \$\{phone\} exists \{.*"phone":"\+49301234567"/)
    expect(out).toMatch(/body \$\.value\[0\]\.telephone1: .*\n +expected +"\+4940"\n +actual +"\+49301234567"/)
    const junit = readFileSync(join(place.path, 'out/wrong.xml'), 'utf8')
    expect(junit).toContain('<testsuite name="my-app → dynamics" tests="1" failures="1"')
    expect(junit).toContain('actual     &quot;+49301234567&quot;')
    expect(junit).toContain('given: a contact with phone')
  })

  it('is verified once, however it was named', () => {
    const file = write(pact('dynamics', [search('1', { status: 200 })]))
    expect(readPacts([file, join(place.path, '.', file.slice(place.path.length))])).toHaveLength(1)
  })

  it('against another system than its own is told the provider states of that one', async () => {
    const [one] = readPacts([write(pact('dynamics', [search('+49301234567', { status: 200 })]))], 'zendesk')
    const text = renderOutcomes(await verifyPact(one as NonNullable<typeof one>), plain)
    expect(text).toContain('"rehearsal verify --states zendesk" explains them.\n')
    expect(text).toMatch(/^ {2}Known for zendesk:\n {4}the OAuth client /m)
  })

  it('with a wrong status shows the answer of the stand-in', async () => {
    const [outcome] = await verified('dynamics', [
      {
        description: 'a column that is not there',
        request: { method: 'GET', path: '/api/data/v9.2/contacts', headers: bearer, query: { $select: ['nothing'] } },
        response: { status: 200 },
      },
    ])
    expect(outcome).toMatchObject({
      result: 'failed',
      differences: [{ where: 'status', expected: '200', actual: '400', says: expect.stringContaining("named 'nothing'") }],
    })
  })

  it('with a state that nobody knows lists those that there are, and goes on with the others', async () => {
    const wanted = search('+49301234567', { status: 200 })
    const [first, second] = await verified('dynamics', [
      { ...wanted, description: 'first', states: [{ name: 'a contact with fone +49 exists' }, contact] },
      { ...wanted, description: 'second' },
    ])
    expect(first?.result).toBe('failed')
    expect(first?.states.map(({ name }) => name)).toEqual(['a contact with fone +49 exists', contact.name])
    expect(first?.differences[0]?.says).toMatch(
      /There is no provider state "a contact with fone \+49 exists" for dynamics\. Did you mean "a contact with phone \$\{phone\} exists"\?/,
    )
    expect(first?.differences[0]?.says).toContain('\n  Dynamics throttles requests for ${seconds} seconds')
    expect(second?.result).toBe('held')
  })

  it('names a state with its values in the sentence, and uses what a state tells in its request', async () => {
    const outcomes = await verified('dynamics', [
      { ...search('+4930999', found({ telephone1: '+4930999', fullname: 'Ada' })), states: [{ name: 'a contact with phone +4930999 exists' }] },
      {
        description: 'reads what the state made',
        states: [{ name: 'a contact ${contactid} exists', params: { contactid: '99999999-2222-4333-8444-555555555555', fields: { jobtitle: 'Countess' } } }],
        request: {
          method: 'GET',
          path: '/api/data/v9.2/contacts(00000000-0000-0000-0000-000000000000)',
          headers: bearer,
          query: { $select: ['jobtitle'] },
          generators: { path: { type: 'ProviderState', expression: '/api/data/v9.2/contacts(${contactid})', dataType: 'STRING' } },
        },
        response: { status: 200, body: json({ jobtitle: 'Countess' }) },
      },
    ])
    expect(outcomes.map(({ result, differences }) => [result, differences])).toEqual([
      ['held', []],
      ['held', []],
    ])
  })

  it('sees nothing of what another interaction has done, and stays without credentials where it has none', async () => {
    const made = {
      method: 'POST',
      path: '/api/data/v9.2/contacts',
      headers: { ...bearer, 'Content-Type': ['application/json'] },
      body: json({ lastname: 'Byron' }),
    }
    const count = { method: 'GET', path: '/api/data/v9.2/contacts', headers: bearer, query: { $select: ['lastname'] } }
    const outcomes = await verified('dynamics', [
      { description: '1 makes one', request: made, response: { status: 204 } },
      { description: '2 finds none', request: count, response: { status: 200, body: json({ value: [] }) } },
      { description: '3 is nobody', request: { ...count, headers: {} }, response: { status: 401 } },
    ])
    expect(outcomes.map(({ result, differences }) => [result, differences])).toEqual(Array.from({ length: 3 }, () => ['held', []]))
  })

  it('of an older specification is read as well', async () => {
    const document = {
      consumer: { name: 'old' },
      provider: { name: 'Zendesk Support' },
      interactions: [
        {
          description: 'a ticket that is not there',
          providerState: 'no ticket 12345 exists',
          request: { method: 'GET', path: '/api/v2/tickets/12345.json', headers: { Authorization: 'Basic c29tZWJvZHk6c29tZXRoaW5n' } },
          response: { status: 404, headers: {}, body: { error: 'RecordNotFound' } },
        },
      ],
      metadata: { pactSpecification: { version: '2.0.0' } },
    }
    const [one] = readPacts([write(document)])
    expect(await verifyPact(one as NonNullable<typeof one>)).toMatchObject([{ result: 'held', states: [{ name: 'no ticket 12345 exists' }] }])
  })
})

describe('wrong use', () => {
  const verify = (...args: string[]) => verifyCommand().exitOverride().parseAsync(args, { from: 'user' })

  it.each<[string, string[], string]>([
    ['no pact at all', [], 'Say which pacts'],
    ['a file that is not there', ['nothing.json'], 'There is no pact nothing.json'],
    ['a folder without one', [mkdtempSync(join(place.path, 'empty-'))], 'There is no pact (*.json) in '],
    ['a provider that nobody knows', [write(pact('Dynamic', [search('1', { status: 200 })]))], 'Did you mean "dynamics"?'],
    ['something else', [write({ openapi: '3.1.0' })], 'is no pact: consumer'],
    ['publishing for nobody', ['--broker', 'http://localhost:1', '--provider', 'dynamics', '--publish'], 'say --provider-version'],
    ['a selector that there is none', ['--broker', 'http://localhost:1', '--provider', 'dynamics', '--selector', 'mian'], 'Did you mean "main"?'],
    ['a broker and files', ['x.json', '--broker', 'http://localhost:1'], 'leave out files'],
    ['publishing without a broker', ['x.json', '--publish', '--provider-version', '1'], '--publish is for pacts of a broker'],
    ['a selector without a broker', ['x.json', '--selector', 'main'], '--selector is for pacts of a broker'],
    ['a target that is no address', ['x.json', '--target', 'contoso'], 'not "contoso"'],
    ['pacts beside the list of states', ['x.json', '--states'], 'leave out the pacts'],
    ['a broker that is not there', ['--broker', 'http://localhost:1', '--provider', 'dynamics'], "No pacts found for provider 'dynamics'"],
  ])('%s is explained', async (_, args, message) => {
    const error = await verify(...args).catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) })
  })

  it('a library that is not installed is said with how to install it', async () => {
    vi.stubEnv('PACT_PREBUILD_PACKAGE_LOCATION', '/nowhere')
    const error = await verify(write(pact('dynamics', [search('1', { status: 200 })]))).catch((thrown: Error) => thrown)
    vi.unstubAllEnvs()
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining('npm install @pact-foundation/pact-core@19') })
  })
})
