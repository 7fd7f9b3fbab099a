import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { checkConfiguration } from '../../harness/configuration/load.ts'
import { type Drawing, exported, say } from '../webex/engine-tools.ts'
import { DYNAMICS, ZENDESK } from './files.ts'

const request = (properties: object): Drawing['main'][string] => ['http-request-v2', { httpRequestUrl: 'https://a.test', ...properties }, { default: 'Queue' }]
const drawing = (ask: object, pop = 'https://ven12345.crm.dynamics.com/main.aspx'): Drawing => ({
  variables: { Rounds: ['INTEGER', '3'], Known: ['BOOLEAN', 'false'], Name: 'NA' },
  main: { Hello: say('{{Name}} {{Rounds}} {{Known}}', 'Ask'), Ask: request(ask), Queue: ['queue-contact', { destination: 'q' }] },
  events: { AgentContactAssigned: { Pop: ['screen-pop', { screenPopUrl: pop }] } },
})

/** What is said of a configuration with this flow, whose `webex` part goes on with these lines. */
function said(webex: string, { ask = {}, pop, base = DYNAMICS }: { ask?: object; pop?: string; base?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'))
  writeFileSync(join(folder, 'a.flow.json'), JSON.stringify(exported(drawing(ask, pop))))
  writeFileSync(join(folder, 'support.yaml'), base.includes('webex:') ? base : `${base}webex:\n  flow: a.flow.json\n${webex}`)
  return checkConfiguration(join(folder, 'support.yaml')).map(({ line, rule, severity, message }) => `${line} ${severity} ${rule}: ${message}`)
}
const LINE = DYNAMICS.split('\n').length + 2

test.each([
  ['Rounds: many', `${LINE} error R081: The flow's variable "Rounds" is INTEGER, and "many" is none: a call would begin with 0.`],
  ['Known: perhaps', `${LINE} error R081: The flow's variable "Known" is BOOLEAN, and "perhaps" is none: a call would begin with false.`],
  ['Rouds: "4"', `${LINE} error R081: The flow has no variable "Rouds". Did you mean "Rounds"?`],
])('a variable that the flow cannot begin with is told, %s', (variables, message) => {
  expect(said(`  variables: { ${variables} }\n`)).toEqual([message])
})

test('variables that fit, or have no value yet, are right', () => {
  expect(said('  variables: { Rounds: "5", Known: "TRUE", Name: "" }\n')).toEqual([])
  expect(said(`  variables: { Rounds: "\${ROUNDS}" }\n`)).toEqual([])
})

test('a screen pop is compared with the domain that agents work at, where that is an address (R016, R017)', () => {
  const elsewhere = { pop: 'https://org.crm.dynamics.com/main.aspx' }
  expect(said('', elsewhere)).toEqual([`${LINE - 1} warning R081: Pop opens org.crm.dynamics.com, and agents work at ven12345.crm.dynamics.com.`])
  expect(said('', { ...elsewhere, base: ZENDESK }).join()).toContain('Pop opens org.crm.dynamics.com, and agents work at ven12345.zendesk.com.')
  const domain = (text: string) => said('', { ...elsewhere, base: DYNAMICS.replace('domain_md: https://ven12345.crm.dynamics.com', `domain_md: ${text}`) })
  expect(domain(`\${CRM}`)).toEqual([])
  expect(domain(`https://\${ORG}.crm.dynamics.com`)).toEqual([])
  expect(domain('ven12345')).toEqual([`${LINE - 18} error R016: "ven12345" is not a URL.`])
})

test.each([
  ['  variabels: {}\n', 'undefined: "variabels" is not known here. Did you mean "variables"?'],
  ['  settings: { speach: 3 }\n', 'undefined: "speach" is not known here. Did you mean "speech"?'],
  ['  settings: { speech: -3 }\n', 'R081: "webex.settings.speech" is -3; expected more than 0.'],
  ['  globals: { Language: 5 }\n', 'R081: "webex.globals.Language" is a number; expected text.'],
  [
    '  connectors: [{ name: A, baseUrl: "https://a.test", authentication: { type: OAuth2 } }]\n',
    'R081: "OAuth2" is not one of "OAuth 2.0", "Basic", "Bearer", "No Authentication". Did you mean "OAuth 2.0"?',
  ],
  ['  connectors: [{ name: A, baseUrl: "https://a.test", authentication: {} }]\n', 'R081: "webex.connectors.0.authentication.type" is missing.'],
  [
    '  connectors: [{ name: A, baseUrl: "https://a.test", authentication: { type: Bearer, token: t, username: u } }]\n',
    'undefined: "username" is for another type of authentication.',
  ],
])('what its shape does not allow is told in its own words: %s', (webex, message) => {
  expect(said(webex)).toEqual([`${LINE} error ${message}`])
})

const connectors = (...all: string[]) => `  connectors: [${all.join(', ')}]\n`
const own = '{ name: CRM, id: c-1, baseUrl: "https://crm.test" }'

test('a request finds its connector by the id or the name that the flow has of it; one to a URL needs none', () => {
  expect(said(connectors(own))).toEqual([])
  expect(said(connectors(own), { ask: { authenticated: true, connectorId: 'c-1' } })).toEqual([])
  expect(said(connectors(own), { ask: { authenticated: true, connectorId: 'old', connectorId_name: 'CRM' } })).toEqual([])
  expect(said(connectors(own), { ask: { connectorId: 'old', connectorId_name: 'Desk' } })).toEqual([
    `${LINE} error R081: Ask asks through the connector old, Desk, which is not configured.`,
  ])
  expect(said(connectors(own), { ask: { authenticated: true } }).join()).toContain('Ask asks through a connector without an id')
})

test('a connector to the CRM signs in as the CRM wants it', () => {
  const to = (baseUrl: string, authentication: string, base: string) =>
    said(connectors(`{ name: CRM, baseUrl: "${baseUrl}"${authentication && `, authentication: ${authentication}`} }`), { base, pop: baseUrl }).map(
      (one) => one.split(': ')[1],
    )
  const basic = '{ type: Basic, username: ada, password: secret }'
  expect(to('https://ven12345.crm.dynamics.com', basic, DYNAMICS)).toEqual(['The connector CRM reaches Dynamics with "Basic", which Dynamics refuses.'])
  expect(to('https://ven12345.zendesk.com', '', ZENDESK)).toEqual(['The connector CRM reaches Zendesk with "No Authentication", which Zendesk refuses.'])
  expect(to('https://ven12345.zendesk.com', basic, ZENDESK)).toEqual([])
})

test('a connector has addresses, and an id of its own', () => {
  const oauth = (tokenUrl: string) => `authentication: { type: OAuth 2.0, tokenUrl: "${tokenUrl}", clientId: a, clientSecret: b }`
  expect(said(connectors('{ name: CRM, baseUrl: crm.test }'))).toEqual([
    `${LINE} error R081: The baseUrl of the connector CRM, "crm.test", is no http address.`,
  ])
  expect(said(connectors(`{ name: CRM, baseUrl: "https://crm.test", ${oauth('login')} }`)).join()).toContain('The tokenUrl of the connector CRM, "login"')
  expect(said(connectors(`{ name: CRM, baseUrl: "\${CRM}/api", ${oauth('https://id.test/token')} }`))).toEqual([])
  expect(said(connectors(own, own.replace('CRM', 'Other'))).join()).toContain('Two connectors have the id "c-1": only the first is ever asked.')
})

const placesIn = (value: unknown, path: string[] = []): string[][] =>
  value !== null && typeof value === 'object' ? [path, ...Object.entries(value).flatMap(([key, one]) => placesIn(one, [...path, key]))] : [path]

test('whatever stands anywhere in it is told of in words, and nothing throws', () => {
  const whole = parse(`${DYNAMICS}webex: { flow: a.flow.json, variables: { Rounds: "4" }, settings: { speech: 3 }, connectors: [${own}] }`)
  const places = placesIn(whole).slice(1)
  const odd = fc.oneof(fc.constantFrom(null, '', 0, true, [], {}, [{}], `\${X}`, '__proto__'), fc.jsonValue({ maxDepth: 2 }))
  fc.assert(
    fc.property(fc.constantFrom(...places), odd, (place, value) => {
      const data = structuredClone(whole)
      const parent = place.slice(0, -1).reduce((inside, key) => inside[key], data)
      parent[place.at(-1) as string] = value
      for (const one of said('', { base: stringify(data) })) expect(one).not.toMatch(/undefined [a-z]|\[object|NaN/)
    }),
    { numRuns: 120, seed: 7 },
  )
})
