import { expect, it } from 'vitest'
import { edge } from '../../mocks/core/edge.ts'
import { listen } from '../../mocks/core/serve.ts'
import { registeredAs } from '../../mocks/entra/redirect.ts'
import { echo, echoWorlds } from '../core/echo.ts'

const app = { redirectUris: ['http://localhost/callback', 'https://app.example/callback'], spaRedirectUris: [] } as never

it.each([
  'htt\r\np://localhost/callback',
  ' http://localhost/callback',
  'http://localhost/callback\n',
  'http://localhost.example/callback',
  'http://localhost@example.org/callback',
  'https://app.example/callback/',
  'https://app.example/Callback',
  'https://app.example/callback?a=b',
  'https://app.example:8443/callback',
  'https://app.example/a/../callback',
  'HTTPS://app.example/callback',
])('a redirect URI that is nearly a registered one is none: %j', (uri) => expect(registeredAs(app, uri)).toBeUndefined())

it('a registered one is, and localhost on any port', () => {
  for (const uri of ['https://app.example/callback', 'http://localhost/callback', 'http://localhost:5173/callback']) expect(registeredAs(app, uri)).toBe('web')
})

it('a header that HTTP does not carry breaks one connection, not the server', async () => {
  const operations = [{ name: 'bad', method: 'GET' as const, path: '/bad', run: () => ({ status: 200, headers: { location: 'a\r\nb' } }) }, ...echo.operations]
  const server = await listen({ edge: edge({ ...echo, operations }, echoWorlds()), port: 0 })
  await expect(fetch(`${server.url}/bad`)).rejects.toThrow('fetch failed')
  expect((await fetch(`${server.url}/notes/1`)).status).toBe(404)
  await server.close()
})
