import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Dockerfile, DockerfileParser } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { afterAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../harness/sandbox.ts'

const root = resolve(import.meta.dirname, '../..')
const source = readFileSync(join(root, 'Dockerfile'), 'utf8')
const file: Dockerfile = DockerfileParser.parse(source)
const instruction = (keyword: string) => file.getInstructions().filter((one) => one.getKeyword() === keyword)
const argumentsOf = (keyword: string) => instruction(keyword).map((one) => one.getRawArgumentsContent() ?? '')

const open: Sandbox[] = []
afterAll(async () => {
  for (const sandbox of open) await sandbox.close()
})
async function listening(token: string): Promise<Sandbox> {
  const sandbox = await createSandbox({ clock: 'real', generate: { contacts: 1 }, listen: { host: '0.0.0.0', token } })
  open.push(sandbox)
  return sandbox
}

describe('the Dockerfile', () => {
  it('has nothing that a linter would say', () => {
    expect(validate(source).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([])
  })

  it('builds in one stage, runs in another, on one base of a fixed version, and not as root', () => {
    const bases = argumentsOf('FROM')
    expect(bases).toHaveLength(2)
    const images = bases.map((base) => base.split(/\s+/)[0])
    expect(new Set(images).size).toBe(1)
    expect(images[0]).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+-slim$/)
    const last = Math.max(...instruction('FROM').map((one) => one.getRange().start.line))
    const users = instruction('USER').filter((one) => one.getRange().start.line > last)
    expect(users.map((one) => one.getRawArgumentsContent())).toEqual(['node'])
  })

  it('takes what is there, and starts what the package starts', () => {
    const { bin, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: { rehearsal: string }; files: string[] }
    expect(JSON.parse(argumentsOf('ENTRYPOINT')[0] as string)).toEqual(['node', `/app/${bin.rehearsal}`])
    const copied = argumentsOf('COPY').flatMap((text) => [...text.matchAll(/\/src\/(\S+)/g)].map(([, path]) => path as string))
    const made = ['node_modules', 'dist']
    expect(copied.filter((path) => !made.includes(path) && !existsSync(join(root, path)))).toEqual([])
    // What the package ships and the program reads beside itself.
    for (const needed of ['dist', 'scenarios', 'examples', 'package.json']) expect(copied).toContain(needed)
    expect(files).toEqual(expect.arrayContaining(['dist', 'scenarios', 'examples']))
  })

  it('exposes every port that "up" opens', async () => {
    const sandbox = await listening('a-token-of-this-test')
    const ports = sandbox.systems.length + 2
    expect(argumentsOf('EXPOSE')).toEqual([`4400-${4400 + ports - 1}`])
  })

  it('is healthy while the console answers, whether it knows the token or not', async () => {
    const command = JSON.parse(/CMD (\[.*\])/.exec(argumentsOf('HEALTHCHECK')[0] as string)?.[1] ?? '[]') as string[]
    const { port } = new URL((await listening('another-token')).console?.url as string)
    const check = (at: string) =>
      new Promise<number>((done) => {
        const [, ...args] = command.map((word) => word.replace('4400', at))
        execFile(process.execPath, args, (error) => done(typeof error?.code === 'number' ? error.code : 0))
      })
    expect(command[0]).toBe('node')
    expect(await check(port)).toBe(0)
    expect(await check('1')).toBe(1)
  })

  it('leaves out of the build what would only make it slow or leak', () => {
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['.git', '**/node_modules', 'dist', '.rehearsal']))
  })
})

describe('a console in a container', () => {
  it('takes a token that was chosen from outside', async () => {
    const { console: front } = await listening('chosen-from-outside')
    expect(front?.token).toBe('chosen-from-outside')
    const health = `${front?.url}/_sim/health`
    expect((await fetch(health, { headers: { authorization: 'Bearer chosen-from-outside' } })).status).toBe(200)
    expect((await fetch(health)).status).toBe(401)
  })

  it('is of use at a port that nobody knew beforehand: the token is asked for by the name of the organisation', async () => {
    const { entra, dynamics } = await listening('a-third-token')
    const form = { grant_type: 'client_credentials', client_id: entra.credentials.clientId, client_secret: entra.credentials.clientSecret }
    const body = new URLSearchParams({ ...form, scope: 'https://rehearsal.crm.dynamics.com/.default' })
    const { access_token } = (await (await fetch(entra.credentials.tokenUrl, { method: 'POST', body })).json()) as { access_token: string }
    const answer = await fetch(`${dynamics.url}/api/data/v9.2/contacts?$top=1`, { headers: { authorization: `Bearer ${access_token}` } })
    expect(answer.status).toBe(200)
  })
})
