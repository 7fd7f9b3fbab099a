import { expect, test } from 'vitest'
import { readPath } from '../../harness/webex/jsonpath.ts'
import { virtualClock } from '../../mocks/core/clock.ts'
import { answering, type Drawing, type Drawn, START, say, start } from './engine-tools.ts'

const ask = (properties: object, more: Partial<Drawing> = {}, links: Record<string, string> = { default: 'End' }): Drawing => ({
  variables: { Id: 'NA', Name: 'NA' },
  ...more,
  main: { Ask: ['http-request-v2', { authenticated: false, httpRequestUrl: 'https://crm.test/people', ...properties }, links], End: ['end', {}], ...more.main },
})

test('a request goes out as the activity says, and parts of the answer go into variables', async () => {
  const seen: Request[] = []
  const { call, did } = start(
    ask({
      httpRequestMethod: 'POST',
      httpRequestUrl: 'https://crm.test/people?a=1',
      httpQueryParameters: { phone: '{{NewPhoneContact.ANI}}', 'a b': 'x&y' },
      httpRequestHeaders: { 'X-Key': 'k-{{NewPhoneContact.DNIS}}' },
      httpRequestBody: '{"name": "{{Name}}"}',
      httpContentType: 'Application/JSON',
      outputVariableArray: [
        { outputVariable: 'Id', jsonPathExp: 'value[0].id' },
        { outputVariable: 'Name', jsonPathExp: '$.value.[0].name' },
        { outputVariable: 'Select', jsonPathExp: '' },
      ],
    }),
    { fetch: answering({ value: [{ id: 7, name: 'Ada' }] }, 201, seen) },
  )
  await call.done
  const [request] = seen as [Request]
  expect(request.method).toBe('POST')
  expect(request.url).toBe('https://crm.test/people?a=1&phone=+493012345&a%20b=x%26y')
  expect(request.headers.get('x-key')).toBe('k-+49301')
  expect(request.headers.get('content-type')).toBe('application/json')
  expect(request.headers.get('traceparent')).toBe(`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`)
  expect(await request.text()).toBe('{"name": "NA"}')
  expect(call.variables()).toEqual({ Id: '7', Name: 'Ada' })
  expect(did('set')).toMatchObject([{ variable: 'Id', path: 'value[0].id' }, { variable: 'Name' }])
})

test('what the answer does not have leaves the variable as it was; null becomes a word', async () => {
  const { call, did } = start(
    ask({
      outputVariableArray: [
        { outputVariable: 'Id', jsonPathExp: '$.value[0].id' },
        { outputVariable: 'Name', jsonPathExp: '$.name' },
      ],
    }),
    { fetch: answering({ value: [], name: null }) },
  )
  await call.done
  expect(call.variables()).toEqual({ Id: 'NA', Name: 'null' })
  expect(did('unmatched')).toMatchObject([{ variable: 'Id', path: '$.value[0].id' }])
})

test('an answer of 404 is an answer; one of 500 is asked for again, and its status can be seen', async () => {
  const failing = async (status: number) => {
    const seen: Request[] = []
    const { call, did, failures } = start(
      ask(
        { retryAttempts: '2' },
        { variables: { Code: '' }, main: { End: ['set-variable', { srcVariable: 'Code', expr: '{{Ask.httpStatusCode}} {{Ask.httpResponseBody}}' }] } },
      ),
      { fetch: answering('oh', status, seen) },
    )
    await call.done
    return { asked: seen.length, attempts: did('requested').map(({ attempt }) => attempt), code: call.variables().Code, failures: failures() }
  }
  expect(await failing(404)).toEqual({ asked: 1, attempts: [1], code: '404 oh', failures: ['Ask: GET https://crm.test/people was answered 404.'] })
  expect(await failing(503)).toMatchObject({ asked: 3, attempts: [1, 2, 3], code: '503 oh' })
})

const slow =
  (clock: { sleep(ms: number): Promise<void> }, ms: number): typeof fetch =>
  async () => {
    await clock.sleep(ms)
    return new Response('{"id": 1}')
  }

test('a request that is not answered in time goes on by default with the variables as they were, or by error where that is drawn', async () => {
  const play = async (links: Record<string, string>, settings: object = {}) => {
    let clock = virtualClock(START)
    const started = start(
      ask(
        { outputVariableArray: [{ outputVariable: 'Id', jsonPathExp: 'id' }] },
        { main: { Sorry: say('Sorry.'), Fine: say('Fine, {{Ask.httpStatusCode}}.') }, events: { GlobalErrorHandling: { Apology: say('Global.') } } },
        links,
      ),
      { fetch: (...given) => slow(clock, 2500)(...given), webex: { settings } },
    )
    clock = started.clock
    await started.call.done
    return { heard: started.spoken(), requested: started.did('requested'), id: started.call.variables().Id, failures: started.failures() }
  }
  const through = await play({ default: 'Fine' })
  expect(through).toMatchObject({ heard: ['Fine, 0.'], id: 'NA', failures: ['Ask: GET https://crm.test/people was not answered within 2000 ms.'] })
  expect(through.requested).toMatchObject([
    { attempt: 1, status: 0, timedOut: true, took: 2000, at: 2000 },
    { attempt: 2, status: 0, timedOut: true, took: 2000, at: 4000 },
  ])
  expect((await play({ default: 'Fine', error: 'Sorry' })).heard).toEqual(['Sorry.'])
  expect((await play({ default: 'Fine' }, { unanswered: 'OnGlobalError' })).heard).toEqual(['Global.'])
})

test('a server that cannot be reached is no answer either', async () => {
  const { call, did } = start(ask({ retryAttempts: 0 }))
  await call.done
  expect(did('requested')).toMatchObject([{ status: 0, timedOut: false, error: 'this test expects no request' }])
})

test('a connector puts its base before the path and signs the request, by OAuth once for all', async () => {
  const seen: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    seen.push(request)
    return new Response(request.url.endsWith('/token') ? '{"access_token":"t-1","expires_in":3600}' : '{}')
  }
  const connectors = [
    {
      name: 'CRM',
      id: 'c-1',
      baseUrl: 'https://crm.test/api/',
      authentication: { type: 'OAuth 2.0', tokenUrl: 'https://id.test/token', clientId: 'a', clientSecret: 'b', scope: 's' },
    },
    { name: 'Desk', id: 'c-2', baseUrl: 'https://desk.test', authentication: { type: 'Basic', username: 'ada@test/token', password: 'k' } },
    { name: 'Key', baseUrl: 'https://key.test', authentication: { type: 'Bearer', token: 'fixed' } },
  ]
  const request = (connectorId: string, to?: string): Drawn => [
    'http-request-v2',
    { authenticated: true, connectorId, httpRequestPath: '/people' },
    to ? { default: to } : {},
  ]
  const { call } = start(
    { main: { A: request('c-1', 'B'), B: request('c-1', 'C'), C: request('c-2', 'D'), D: request('c-9') } },
    { fetch, webex: { connectors } },
  )
  await call.done
  expect(seen.map(({ url, headers }) => [url, headers.get('authorization')])).toEqual([
    ['https://id.test/token', null],
    ['https://crm.test/api/people', 'Bearer t-1'],
    ['https://crm.test/api/people', 'Bearer t-1'],
    ['https://desk.test/people', `Basic ${btoa('ada@test/token:k')}`],
    ['https://key.test/people', 'Bearer fixed'],
  ])
  expect(Object.fromEntries(new URLSearchParams(await (seen[0] as Request).text()))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'a',
    client_secret: 'b',
    scope: 's',
  })
})

test('a connector that the flow calls by its name goes before the one that serves whatever no other does', async () => {
  const seen: Request[] = []
  const connectors = [
    { name: 'Rest', baseUrl: 'https://rest.test' },
    { name: 'CRM', id: 'new', baseUrl: 'https://crm.test' },
  ]
  const request = (connectorId_name: string, to?: string): Drawn => [
    'http-request-v2',
    { authenticated: null, connectorId: 'old', connectorId_name, httpRequestPath: 'people' },
    to ? { default: to } : {},
  ]
  await start({ main: { A: request('CRM', 'B'), B: request('Desk') } }, { fetch: answering({}, 200, seen), webex: { connectors } }).call.done
  expect(seen.map(({ url }) => url)).toEqual(['https://crm.test/people', 'https://rest.test/people'])
})

test('a sign-in that outlasts the timeout goes on behind it and serves the next request', async () => {
  let clock = virtualClock(START)
  const seen: string[] = []
  const fetch: typeof globalThis.fetch = async (input) => {
    seen.push(String(input))
    if (String(input).endsWith('/token')) await clock.sleep(9000)
    return new Response('{"access_token":"t-1","expires_in":3600}')
  }
  const connectors = [
    { name: 'CRM', baseUrl: 'https://crm.test', authentication: { type: 'OAuth 2.0', tokenUrl: 'https://id.test/token', clientId: 'a', clientSecret: 'b' } },
  ]
  const request = { authenticated: true, connectorId: 'x', httpRequestPath: 'people', retryAttempts: 0 }
  const started = start(
    {
      main: {
        First: ['http-request-v2', request, { default: 'Wait' }],
        Wait: ['wait-activity', { duration: '00:00:10' }, { default: 'Second' }],
        Second: ['http-request-v2', request, {}],
      },
    },
    { fetch, webex: { connectors } },
  )
  clock = started.clock
  await started.call.done
  expect(started.did('requested')).toMatchObject([
    { activity: 'First', status: 0, timedOut: true },
    { activity: 'Second', status: 200, at: 12_000 },
  ])
  expect(seen).toEqual(['https://id.test/token', 'https://crm.test/people'])
})

test('a token that was refused is not sent again', async () => {
  let tokens = 0
  const seen: (string | null)[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (request.url.endsWith('/token')) return new Response(`{"access_token":"t-${++tokens}"}`)
    seen.push(request.headers.get('authorization'))
    return new Response('{}', { status: seen.length === 1 ? 401 : 200 })
  }
  const connectors = [
    { name: 'CRM', baseUrl: 'https://crm.test', authentication: { type: 'OAuth 2.0', tokenUrl: 'https://id.test/token', clientId: 'a', clientSecret: 'b' } },
  ]
  const request = { authenticated: true, connectorId: 'x', httpRequestPath: 'people' }
  await start({ main: { A: ['http-request-v2', request, { default: 'B' }], B: ['http-request-v2', request] } }, { fetch, webex: { connectors } }).call.done
  expect(seen).toEqual(['Bearer t-1', 'Bearer t-2'])
})

test.each([
  [{ authenticated: true, connectorId: 'nope', httpRequestPath: 'x' }, 'Ask: there is no connector "nope". The configuration has: CRM (c-1).'],
  [{ httpRequestUrl: 'not a url' }, 'Ask: "not a url" is no URL.'],
  [{ httpRequestMethod: 'BREW' }, 'Ask: "BREW" is no method; known: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS.'],
  [{ contentType: 'XML' }, 'Ask: an answer in XML is not imitated; JSON is.'],
  [{ httpResponseTimeout: 'soon' }, 'Ask: httpResponseTimeout is "soon", which is no number.'],
  [{ outputVariableArray: [{ outputVariable: 'Id', jsonPathExp: '$.value[' }] }, 'Ask: The path "$.value[" cannot be read'],
  [{ outputVariableArray: [{ outputVariable: 'Id', jsonPathExp: '$[?match(@.a, "(a+)+b")]' }] }, 'Ask: match() and search() in a path are not imitated.'],
])('%j is refused with its place', async (properties, message) => {
  const connectors = [{ name: 'CRM', id: 'c-1', baseUrl: 'https://crm.test' }]
  await expect(start(ask(properties), { fetch: answering({}), webex: { connectors } }).call.done).rejects.toThrow(message)
})

test.each([
  ['value[0].id', 7],
  ['$.value.[1].id', 8],
  ['value[-1].id', 8],
  ["$['@odata.count']", 2],
  ["['@odata.count']", 2],
  ['value[*].id', [7, 8]],
  ['$..id', [7, 8]],
  ['$.value[?@.id > 7].id', [8]],
  ['value[5].id', undefined],
  ['nothing.at.all', undefined],
])('the path %s finds %j', (path, found) => {
  expect(readPath(path, { '@odata.count': 2, value: [{ id: 7 }, { id: 8 }] })).toEqual(found)
})

test.each(['$..*..*..*', `$${'[?@.a]'.repeat(5)}`, `$${'.a'.repeat(400)}`])('a path that could take for ever is refused: %s', (path) => {
  expect(() => readPath(path, {})).toThrow(/The path/)
})
