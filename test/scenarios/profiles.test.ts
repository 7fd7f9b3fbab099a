import { describe, expect, it } from 'vitest'
import { play } from '../../harness/play.ts'
import { profileNames, profiles, withProfiles } from '../../harness/profiles.ts'
import { selectPlays } from '../../harness/run.ts'
import { isScenario, parseScenario } from '../../harness/scenario/load.ts'
import { call, scenario } from './tools.ts'

const closed = (profile = '') => `title: A chat is closed
${profile}configuration: support
given:
  contacts: [{ name: Ada Byron, phone: +49 30 1234567 }]
steps:
  - { at: 00:00, contact.chats: { from: Ada Byron } }
  - { at: 00:06, agent.accepts: { agent: Mia } }
  - { at: 00:10, agent.searches: { phone: +49 30 1234567 } }
  - { at: 00:40, agent.links: { record: contact } }
  - { at: 02:00, agent.setsStatus: { status: closed } }
  - { at: 05:00, agent.unassignsAndDismisses: {} }
`
const duesOf = async (one: ReturnType<typeof scenario>) => {
  const { trace, from, findings } = await play(one, 'dynamics', { seed: 3 })
  expect(findings).toEqual([])
  return trace.flatMap((entry) => (entry.kind === 'moment' && entry.moment.what === 'due' ? [(entry.at - from) / 1000] : []))
}

describe('a profile', () => {
  it('decides when a digital contact is due (A4)', async () => {
    expect(await duesOf(scenario(closed()))).toEqual([300])
    expect(await duesOf(withProfiles(scenario(closed()), ['legacy-closed-trigger']))).toEqual([120])
    expect(await duesOf(scenario(closed('profile: legacy-closed-trigger\n')))).toEqual([120])
  })

  it('gives way to what the scenario itself sets', () => {
    const own = call('  - linked: { record: contact }').replace('given:\n', 'given:\n  settings: { contactCentre: { outboundDnis: dialled } }\n')
    const read = withProfiles(scenario(own), ['agents-dnis', 'withhold-digital-only'])
    expect(read.given.settings.contactCentre).toEqual({ outboundDnis: 'dialled', contactEndsFirst: 'digital' })
  })

  it('is laid over every scenario of a run that names none of its own', () => {
    const { plays } = selectPlays({ patterns: ['configuration/five-*', 'voice/no-acw'], profiles: ['strict5'] })
    const profileOf = (id: string) => plays.find(({ play: { scenario: one } }) => one === id)?.scenario.profile
    expect(profileOf('voice/no-acw')).toEqual(['strict5'])
    expect(profileOf('configuration/five-text-fields-and-three-others')).toEqual(['mpower'])
  })

  it('that is not there is said with the nearest one that is', () => {
    const loaded = parseScenario(closed('profile: strict-5\n'), 'x.yaml', 'x')
    expect(isScenario(loaded) ? [] : loaded).toMatchObject([{ line: 2, message: 'There is no profile "strict-5". Did you mean "strict5"?' }])
  })

  it('settles one ambiguity each; the default settles none anew', () => {
    expect(new Set(profileNames).size).toBe(profiles.length)
    expect(profiles.filter(({ settles }) => settles === undefined).map(({ name }) => name)).toEqual(['mpower'])
    for (const { says } of profiles) expect(says).toMatch(/^[A-Z].+\.$/)
  })
})
