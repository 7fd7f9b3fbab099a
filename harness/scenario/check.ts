import { didYouMean } from '../../mocks/core/nearest.ts'
import { profileNames } from '../profiles.ts'
import { knownRules, noSuchRule, rulebook } from '../rulebook/index.ts'
import { numbered } from './cast.ts'
import type { Scenario } from './scenario.ts'
import { formatOffset } from './time.ts'

interface Wrong {
  path: PropertyKey[]
  message: string
  mend?: string
}

/** What the schema cannot say: that names lead somewhere and time runs forward. */
export const check = (scenario: Scenario): Wrong[] => [
  ...systems(scenario),
  ...profile(scenario),
  ...rules(scenario),
  ...people(scenario),
  ...agents(scenario),
  ...numbers(scenario),
  ...time(scenario),
  ...triggers(scenario),
  ...faults(scenario),
  ...about(scenario),
]

/** A CRM is named once: a play of it again would be the same under the same name. */
const systems = ({ crm }: Scenario): Wrong[] =>
  crm.flatMap((name, i) => (crm.indexOf(name) < i ? [{ path: ['crm', i], message: `${name} is named twice.`, mend: 'Remove one of them.' }] : []))

function profile({ profile: names }: Scenario): Wrong[] {
  return names.flatMap((name, i): Wrong[] =>
    profileNames.includes(name)
      ? []
      : [{ path: ['profile', i], message: `There is no profile "${name}".${didYouMean(name, profileNames)}`, mend: `Known: ${profileNames.join(', ')}.` }],
  )
}

/** The rules that a scenario shows, and those that it expects its configuration to break, are in the book, and spelt as there. */
function rules({ rules: shown, expect }: Scenario): Wrong[] {
  const named = [
    ...shown.map((id, i) => ({ id, path: ['rules', i] })),
    ...expect.flatMap(({ kind, args }, i) => {
      const { rule } = args as { rule?: string }
      return rule !== undefined && ABOUT_THE_CONFIGURATION.includes(kind) ? [{ id: rule, path: ['expect', i, kind, 'rule'] }] : []
    }),
  ]
  return named.flatMap(({ id, path }) => (rulebook.some((row) => row.id === id) ? [] : [{ path, message: noSuchRule(id), mend: knownRules }]))
}

/** A scenario has steps, or expects something of its configuration; one whose configuration is refused cannot have steps. */
function about({ steps, expect }: Scenario): Wrong[] {
  const refused = expect.findIndex(({ kind }) => kind === 'refused')
  if (steps.length === 0 && !expect.some(({ kind }) => ABOUT_THE_CONFIGURATION.includes(kind)))
    return [
      { path: ['steps'], message: 'Nothing happens in this scenario.', mend: `Add steps, or expect the configuration ${ABOUT_THE_CONFIGURATION.join(', ')}.` },
    ]
  if (steps.length > 0 && refused >= 0)
    return [
      { path: ['expect', refused], message: 'With a configuration that is refused no step can be played.', mend: 'Remove the steps, or this expectation.' },
    ]
  return []
}

function people({ given, steps }: Scenario): Wrong[] {
  const contacts = given.contacts.map((contact) => contact.name)
  const twice = (['contacts', 'agents', 'skills'] as const).flatMap((kind) => {
    const names = given[kind].map(({ name }) => name)
    return names.flatMap((name, i): Wrong[] =>
      names.indexOf(name) < i ? [{ path: ['given', kind, i], message: `There are two ${kind} named ${name}.`, mend: 'Give each a name of its own.' }] : [],
    )
  })
  const skills = given.skills.map((skill) => skill.name)
  const unknown = steps.flatMap((step, i): Wrong[] => {
    const args = step.args as { from?: string; contact?: string; into?: string; to?: unknown; skill?: string }
    const dialled = step.verb === 'agent.dials' ? (args.to as string) : undefined
    const wrong: Wrong[] = [args.from, args.contact, args.into, dialled].flatMap((name) =>
      name === undefined || contacts.includes(name)
        ? []
        : [
            {
              path: ['steps', i, step.verb],
              message: `There is no contact "${name}" among given.contacts.${didYouMean(name, contacts)}`,
              mend: 'Add it there; with inCrm: false if the CRM does not know it.',
            },
          ],
    )
    const skill = args.skill ?? (step.verb === 'agent.transfers' ? (args.to as { skill?: string }).skill : undefined)
    if (skill !== undefined && skills.length > 0 && !skills.includes(skill)) {
      wrong.push({ path: ['steps', i, step.verb], message: `There is no skill "${skill}" among given.skills.${didYouMean(skill, skills)}` })
    }
    return wrong
  })
  const strangers = given.cases.flatMap(({ contact }, i): Wrong[] =>
    given.contacts.some((one) => one.name === contact && one.inCrm)
      ? []
      : [
          {
            path: ['given', 'cases', i, 'contact'],
            message: `The CRM has no contact "${contact}".${didYouMean(contact, contacts)}`,
            mend: 'Add it to given.contacts.',
          },
        ],
  )
  return [...twice, ...strangers, ...unknown]
}

/** Agents come in as they are needed; one whom no step brings in has nothing to do here, and nothing is memorialized by them. */
function agents({ given, steps, expect }: Scenario): Wrong[] {
  const names = [
    ...given.agents.map(({ name }) => name),
    ...steps.flatMap(({ verb, args }) => {
      const { agent, with: colleague, to } = args as { agent?: string; with?: string; to?: { agent?: string } }
      return [BRING_IN.includes(verb) ? agent : undefined, colleague, verb === 'agent.transfers' ? to?.agent : undefined].filter((name) => name !== undefined)
    }),
  ]
  const named = [
    ...steps.flatMap(({ verb, args, impossible }, i) => {
      const { agent } = args as { agent?: string }
      return agent === undefined || impossible ? [] : [{ name: agent, path: ['steps', i, verb] }]
    }),
    ...expect.flatMap(({ kind, args }, i) => {
      const { by } = args as { by?: string }
      return by === undefined ? [] : [{ name: by, path: ['expect', i, kind, 'by'] }]
    }),
  ]
  return named.flatMap(({ name, path }) =>
    names.includes(name)
      ? []
      : [{ path, message: `No step brings in an agent "${name}".${didYouMean(name, names)}`, mend: `${BRING_IN.join(', ')} and transfers to an agent do.` }],
  )
}
const BRING_IN = ['agent.answers', 'agent.accepts', 'agent.refuses', 'agent.dials']

/** Copies count numbers up; what one contact's copies come to must not be another's, or a number would find somebody else. */
function numbers({ given: { contacts, times } }: Scenario): Wrong[] {
  const owners = new Map<string, { name: string; copy: number }>()
  const met = new Set<number>()
  for (let copy = 1; copy <= times; copy++)
    for (const [i, { name, phone }] of contacts.entries()) {
      const number = numbered(phone, copy, times).replaceAll(/\D/g, '')
      if (number === '') continue
      const owner = owners.get(number)
      if (owner === undefined) owners.set(number, { name, copy })
      else if (owner.copy !== copy) met.add(i)
    }
  return [...met].map((i) => ({
    path: ['given', 'contacts', i, 'phone'],
    message: `In ${times} copies some of ${contacts[i]?.name} have the number of another copy: copies count numbers up.`,
    mend: 'Give contacts numbers that are further apart, with as many digits as the copies need.',
  }))
}

/** `at` never goes back. What a world.waits takes is the clock's business, so it counts too. */
function time({ steps }: Scenario): Wrong[] {
  const wrong: Wrong[] = []
  let now = 0
  for (const [i, step] of steps.entries()) {
    if (step.at !== undefined && step.at < now) {
      wrong.push({
        path: ['steps', i, 'at'],
        message: `${formatOffset(step.at)} is before the step above it, at ${formatOffset(now)}.`,
        mend: 'Put steps in the order of time.',
      })
    }
    now = Math.max(now, step.at ?? now + (step.after ?? 0))
    if (step.verb === 'world.waits') now += (step.args as { for: number }).for
  }
  return wrong
}

function triggers({ steps, expect }: Scenario): Wrong[] {
  const verbs = steps.map((step) => step.verb)
  return expect.flatMap((expectation, i): Wrong[] => {
    const until = expectation.kind === 'silent' ? (expectation.args as { until: string }).until : undefined
    if (until === undefined || verbs.includes(until)) return []
    return [
      {
        path: ['expect', i, 'silent', 'until'],
        message: `No step is ${until}.${didYouMean(until, verbs)}`,
        mend: 'Name the step until which nothing may be written.',
      },
    ]
  })
}

/** Expectations that need no step. */
const ABOUT_THE_CONFIGURATION = ['refused', 'warned', 'accepted']

const MOCKS = ['crm', 'dynamics', 'entra', 'zendesk']

function faults({ given, steps }: Scenario): Wrong[] {
  const laid = [
    ...given.faults.map((fault, i) => ({ mock: fault.when.mock, path: ['given', 'faults', i] })),
    ...steps.flatMap((step, i) =>
      step.verb === 'world.faults' ? [{ mock: (step.args as (typeof given.faults)[number]).when.mock, path: ['steps', i, step.verb] }] : [],
    ),
  ]
  return laid.flatMap(({ mock, path }): Wrong[] =>
    mock === undefined || mock.includes('*') || MOCKS.includes(mock)
      ? []
      : [
          {
            path,
            message: `There is no system "${mock}".${didYouMean(mock, MOCKS)}`,
            mend: `Known: ${MOCKS.join(', ')}; crm is the one that the scenario plays on.`,
          },
        ],
  )
}
