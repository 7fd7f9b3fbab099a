import { scaledClock, virtualClock } from '../../mocks/core/clock.ts'
import { discoverMocks } from '../../mocks/core/discover.ts'
import { createWorlds, type World, type Worlds } from '../../mocks/core/world.ts'
import { checkConfiguration, loadConfiguration } from '../configuration/load.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import { type DemoCredentials, type RehearsalSeeds, rehearsalSeeds } from '../demo.ts'
import { type Complaint, renderComplaint } from '../documents/complaint.ts'
import { casesOf, peopleOf } from '../scenario/cast.ts'
import type { Person } from '../scenario/crm/judge.ts'
import { judges } from '../scenario/crm/kinds.ts'
import type { Crm } from '../scenario/crm/words.ts'
import { findConfiguration } from '../scenario/locate.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { faultProblems, refusedByCrm, settingsProblems } from '../scenario/surroundings.ts'

/** What every exchange takes, in ms: a CRM in a data centre not far away. */
const LATENCY = { min: 40, max: 160 }
const MINUTE = 60_000

/** Whose call made the integration sign in before the scenario began. */
export const earlier: Person = { name: 'Earlier Caller', phone: '+49 30 5550100' }

/** How long before the scenario the World begins: yesterday, so that a token can have died; shortly before, so that it lives. */
export const lead: Record<Scenario['given']['token'], number> = { expired: 26 * 60 * MINUTE, fresh: 5 * MINUTE, none: 0 }

/** What stands in the way of a play and is nobody's finding: a configuration that is missing or wrong. */
export class PlayError extends Error {
  override name = 'PlayError'
  readonly complaints: readonly Complaint[]
  constructor(message: string, complaints: readonly Complaint[] = []) {
    super(message)
    this.complaints = complaints
  }
  /** With all that is wrong, each thing with its place, for people. */
  get told(): string {
    return [this.message, ...this.complaints.map(renderComplaint)].join('\n')
  }
}

/** `speed`: simulated seconds per second of the host; virtual time where there is none. `inMicrotasks`: as the clock has it. */
export async function playWorld(
  scenario: Scenario,
  crm: Crm,
  seed: number,
  speed?: number,
  inMicrotasks = false,
): Promise<{ worlds: Worlds; world: World; credentials: DemoCredentials }> {
  const wrong = [...(await settingsProblems(scenario)), ...(await faultProblems(scenario))]
  if (wrong.length > 0) throw new PlayError(`${scenario.id} cannot be played.`, wrong)
  const { seeds, credentials } = rehearsalSeeds()
  const { contactCentre: _, ...settings } = scenario.given.settings
  const begins = scenario.given.start - lead[scenario.given.token]
  try {
    const worlds = createWorlds({
      mocks: await discoverMocks(),
      clock: () => (speed === undefined ? virtualClock(begins, { inMicrotasks }) : scaledClock(begins, speed)),
      seed,
      id: 'rehearsal',
      latency: LATENCY,
      settings,
      plant: plantFor(scenario, crm, seeds),
    })
    return { worlds, world: worlds.baseline, credentials }
  } catch (error) {
    const refused = refusedByCrm(scenario, crm, error)
    throw refused ? new PlayError(`${scenario.id} cannot be played.`, [refused]) : error
  }
}

/** The seeds with whatever the scenario says that the CRM has. */
export function plantFor({ given }: Scenario, crm: Crm, seeds: RehearsalSeeds['seeds']): RehearsalSeeds['seeds'] {
  const people = [...peopleOf(given), ...(given.token === 'none' ? [] : [earlier])]
  return withTables(judges[crm].plant(seeds, { people, cases: casesOf(given), privileges: given.systemUser?.privileges }), given.customTables)
}

/** The seeds with a Dynamics that has these tables too: `new_vehicle` is in the set `new_vehicles` and is called Vehicle. */
function withTables<Seeds extends { dynamics: Record<string, unknown> }>(seeds: Seeds, tables: Scenario['given']['customTables']): Seeds {
  const made = Object.entries(tables).map(([name, columns]) => {
    const [prefix = '', word = ''] = name.split(/_(.*)/)
    const label = word.charAt(0).toUpperCase() + word.slice(1)
    const texts = Object.fromEntries(columns.map((column) => [column, { type: 'String', max: 100 }]))
    return [name, { set: `${name}s`, label, primary: `${prefix}_name`, columns: texts }]
  })
  return made.length === 0 ? seeds : { ...seeds, dynamics: { ...seeds.dynamics, customization: { tables: Object.fromEntries(made) } } }
}

/** The configuration that the scenario names, for this CRM, with the World's credentials in it. Throws a PlayError. */
export function playConfiguration(scenario: Scenario, crm: Crm, credentials: DemoCredentials): CrmConfiguration {
  const file = configurationFile(scenario, crm)
  const { tenantId, clientId, clientSecret } = crm === 'zendesk' ? { tenantId: '', ...credentials.zendesk } : credentials.entra
  const loaded = loadConfiguration(file, { ...process.env, TENANT_ID: tenantId, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret }, scenario)
  if (Array.isArray(loaded)) throw new PlayError(`The configuration ${file} cannot be used.`, loaded)
  return loaded
}

/** Everything that is said of the scenario's configuration. Throws a PlayError where there is none. */
export const configurationComplaints = (scenario: Scenario, crm: Crm): Complaint[] => checkConfiguration(configurationFile(scenario, crm), scenario)

function configurationFile(scenario: Scenario, crm: Crm): string {
  const { file, tried } = findConfiguration(scenario.file, scenario.configuration, crm)
  if (!file) throw new PlayError(`There is no configuration "${scenario.configuration}" for ${crm}. Looked for ${tried.join(', ')}.`)
  return file
}
