import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inThisProcess } from '../clients/in-this-process.ts'
import { folder, type Ran, rehearsal } from '../clients/program.ts'

const place = folder()
afterAll(place.remove)
const write = (name: string, text: string) => {
  writeFileSync(join(place.path, name), text)
  return name
}

describe('wrong use', () => {
  function explains({ code, out, err }: Ran, message: string) {
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).not.toMatch(/^ +at /m)
  }
  it.concurrent.each<[string[], string]>([
    [['paly'], '(Did you mean play?)'],
    [['play', '--seed', 'x'], '--seed takes a whole number'],
  ])('%j is explained without a stack trace, and ends with 2', async (args, message) => explains(await rehearsal(args), message))

  it.each<[string[], string]>([
    [['play', '--sed', '3'], '(Did you mean --seed?)'],
    [['play', 'tokens/frist-call-of-the-day'], 'Did you mean "tokens/first-call-of-the-day"?'],
    [['play', '--crm', 'salesforce'], 'Allowed choices are dynamics, zendesk'],
    [['play', '--report', 'junit'], 'junit=FILE'],
    [['up', '--port', '70000'], '--port takes a whole number from 0 to 65531'],
    [['help', 'plai'], 'There is no command "plai". Did you mean "play"?'],
    [['up', '--host', ''], '--host takes an address: 127.0.0.1 for this machine alone, 0.0.0.0 for all.'],
    [['play', '--report', 'json=a.out', '--report', 'html=./a.out'], 'Two reports would be written to'],
    [['play', '--watch', 'tokens/frist-call-of-the-day'], 'Did you mean "tokens/first-call-of-the-day"?'],
    [['play', 'node_modules/.bin'], 'There is no scenario in node_modules/.bin'],
    [['check', 'nothing.yaml'], 'There is no file nothing.yaml'],
  ])('%j is explained as well, in this process', async (args, message) => explains(await inThisProcess(...args), message))
})

describe('help', () => {
  it('shows examples, for the whole and for each command', async () => {
    const whole = await inThisProcess('--help')
    const commands = [...whole.out.matchAll(/^ {2}(\w+) (?=.*\S)/gm)].map(([, name]) => name as string)
    expect(commands).toEqual(expect.arrayContaining(['up', 'play', 'check', 'init']))
    let play = ''
    for (const command of ['up', 'play', 'check', 'init']) {
      const { code, out } = await inThisProcess(command, '--help')
      expect(code).toBe(0)
      expect(out).toContain('Examples:\n  rehearsal ')
      if (command === 'play') play = out
    }
    const [example = ''] = /(?<=^ {2}rehearsal )play .* --show \d+/m.exec(play) ?? []
    expect((await inThisProcess(...example.split(' '))).out).toContain('\nnoticed\n')
  })
})

describe('init, check and play', () => {
  it('make a folder that is right and plays, and overwrite nothing', async () => {
    const made = await rehearsal(['init', 'mine'], place.path)
    expect([made.code, made.out.includes('npx rehearsal play mine')]).toEqual([0, true])
    const checked = await rehearsal(['check', 'mine'], place.path)
    expect([checked.code, checked.out]).toEqual([0, expect.stringContaining('3 files · 0 errors · 0 warnings')])
    const played = await rehearsal(
      ['play', 'mine', '--report', 'pretty', '--report', 'pretty', '--report', 'json=out/run.json', '--report', 'junit=out/run.xml'],
      place.path,
    )
    expect([played.code, played.err]).toEqual([0, ''])
    expect(played.out).toMatch(/2 plays · 2 held · 0 findings · .* simulated in .* · seed 20261120 · trace [0-9a-f]{8}/)
    // Asked for twice, printed once.
    expect(played.out.match(/2 plays · /g)).toHaveLength(1)
    expect(JSON.parse(readFileSync(join(place.path, 'out/run.json'), 'utf8'))).toBeTypeOf('object')
    expect(readFileSync(join(place.path, 'out/run.xml'), 'utf8')).toContain('<testsuite')
    const again = await rehearsal(['init', 'mine'], place.path)
    expect([again.code, again.err.includes('nothing was written')]).toEqual([2, true])
  })

  it('name a folder as a shell reads it', async () => {
    const { out } = await rehearsal(['init', 'my own'], place.path)
    expect(out).toContain('Play it:  npx rehearsal play "my own"\n')
    expect(readFileSync(join(place.path, 'my own/README.md'), 'utf8')).toMatch(
      /^npx rehearsal play "my own" +#[\s\S]*`npx rehearsal play "my own\/first-call\.yaml" --crm dynamics`/m,
    )
    expect(await inThisProcess('init', '')).toMatchObject({ code: 2, err: 'init takes a folder; "." is the one that this is.\n' })
  })

  it('end with 1 when something does not hold, and show the exchange that was asked for', async () => {
    const strict = join(place.path, 'strict')
    await inThisProcess('init', strict)
    const file = join(strict, 'first-call.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('Agent Name: Mia', 'Agent Name: Eve'))
    const played = await inThisProcess('play', strict, '--crm', 'dynamics', '--show', '1')
    expect(played.code).toBe(1)
    expect(played.out).toMatch(/expected .*Eve/)
    expect(played.out).toContain('→ POST https://login.microsoftonline.com/')
    expect(played.out).toContain('1 play · 0 held · 1 finding')
  })

  it('list what would be played', async () => {
    const { code, out } = await inThisProcess('play', '--list', 'voice')
    expect(code).toBe(0)
    expect(out).toMatch(/^voice\/agent-finishes-acw +dynamics, zendesk +\S/m)
    expect(out).not.toContain('tokens/')
  })

  it('explain every kind of file with line and column', async () => {
    const files = [
      write('broken.yaml', 'title: Broken\nsteps:\n  - at: 00:00\n   contact.calls: {}\n'),
      write('scenario.yaml', 'title: Typo\nconfiguration: support\nsteps:\n  - at: 00:00\n    contact.cals: {}\n'),
      write('mapping.yaml', 'name: Voice\nentities:\n  contact:\n    description: { channel: Voice Call Contact, data: Dispositon Notes }\n'),
      write('dynamic.yaml', 'name: Card\nentities:\n  contact: fullname\n'),
      write('script.yaml', '- WORKFLOW EXECUTE: { workflow: Serch Entities, payload: input }\n'),
      write('other.yaml', 'hello: world\n'),
    ]
    const { code, out: said } = await inThisProcess('check', ...files.map((file) => join(place.path, file)))
    const out = said.replaceAll(`${place.path}/`, '')
    expect(code).toBe(1)
    expect(out).toMatch(/^broken\.yaml:\d+:\d+ {2}error/m)
    expect(out).toMatch(/^scenario\.yaml:5:5 {2}error .*contact\.cals/m)
    expect(out).toContain('contact.calls')
    expect(out).toMatch(/^mapping\.yaml:4:\d+ {2}error .*Disposition Notes/m)
    expect(out).toMatch(/^dynamic\.yaml:\d+:\d+ {2}error/m)
    expect(out).toMatch(/^script\.yaml:1:\d+ {2}error .*Search Entities/m)
    expect(out).toMatch(/^other\.yaml:1:1 {2}error .*neither a scenario nor/m)
    expect(out).toMatch(/6 files · [6-9] errors/)
  })
})
