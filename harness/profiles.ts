import type { Readings } from './configuration/checks.ts'
import { centreSettings } from './contact-centre/settings.ts'
import type { Scenario } from './scenario/scenario.ts'
import type { Given } from './scenario/schema.ts'

/** One reading of the sources where they disagree or leave something open, under a name that a scenario and the command line can choose. */
export interface Profile {
  name: string
  /** The ambiguity of the rulebook that it settles; the default settles all. */
  settles?: string
  says: string
  settings?: Given['settings']
  readings?: Readings
}

export const DEFAULT_PROFILE = 'mpower'

export const profiles: readonly Profile[] = [
  { name: DEFAULT_PROFILE, says: 'As the newest published pages have it; what holds unless another is chosen.' },
  { name: 'strict5', settles: 'A1', says: 'Dynamics shows five fields of a record type in all, whatever they hold.', readings: { dynamicData: 'strict5' } },
  {
    name: 'legacy-closed-trigger',
    settles: 'A4',
    says: 'A digital contact is memorialized when its status is set to closed, as older pages have it, and not when it is dismissed.',
    settings: { contactCentre: { digitalTrigger: 'closed' } },
  },
  {
    name: 'newest-workflows',
    settles: 'A5',
    says: 'Dynamics also has the workflow "Update Data Memorialization", as newer help has it.',
    readings: { workflows: 'newest' },
  },
  {
    name: 'zendesk-waits',
    settles: 'A7',
    says: 'A new token takes 9 to 15 seconds for Zendesk, too.',
    settings: { zendesk: { tokenLatency: { min: 9000, max: 15_000 } } },
  },
  {
    name: 'agents-dnis',
    settles: 'A11',
    says: "DNIS of an outbound call is the agent's own number.",
    settings: { contactCentre: { outboundDnis: 'agent' } },
  },
  {
    name: 'withhold-digital-only',
    settles: 'A12',
    says: 'Only of digital contacts the fields are withheld that the agent entered after the contact had ended it.',
    settings: { contactCentre: { contactEndsFirst: 'digital' } },
  },
]
export const profileNames: readonly string[] = profiles.map(({ name }) => name)

/** The scenario with these readings; what its own `given.settings` say is stronger. Names that are no profile's are for the caller to refuse. */
export function withProfiles(scenario: Scenario, names: readonly string[]): Scenario {
  const chosen = profiles.filter(({ name }) => names.includes(name))
  const settings = { ...scenario.given.settings }
  for (const system of ['contactCentre', 'entra', 'dynamics', 'zendesk'] as const) {
    const laid = Object.assign({}, ...chosen.map((profile) => profile.settings?.[system]), settings[system])
    if (Object.keys(laid).length > 0) settings[system] = laid
  }
  return {
    ...scenario,
    profile: names,
    given: { ...scenario.given, settings },
    readings: Object.assign({}, scenario.readings, ...chosen.map(({ readings }) => readings)),
  }
}

/** The profiles that a scenario's contact centre follows and that are neither the default nor among these: an integration that follows others is not wrong. */
export function otherReadings({ given }: Pick<Scenario, 'given'>, names: readonly string[]): string[] {
  const plain = centreSettings.parse({})
  return Object.entries(given.settings.contactCentre ?? {}).flatMap(([setting, value]) => {
    if (value === plain[setting as keyof typeof plain]) return []
    const follows = profiles.filter(({ settings }) => (settings?.contactCentre as Record<string, unknown> | undefined)?.[setting] === value)
    return follows.flatMap(({ name }) => (names.includes(name) ? [] : [name]))
  })
}
