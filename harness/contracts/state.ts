import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Arrangement } from './arrangement.ts'

/** Whom a pact can be verified against. */
export type System = 'entra' | 'dynamics' | 'zendesk' | 'contact-centre'

/**
 * A provider state: a sentence with parameters in it, and what it puts in place. A pact names it by its template, with
 * parameters beside it, or with values in their places: `a contact with phone +49301234567 exists`.
 */
export interface State {
  /** `a contact with phone ${phone} exists` */
  says: string
  /** What each parameter is and what it is when nobody says: `fields` is an object of further columns. */
  parameters: Record<string, Parameter>
  arrange(parameters: Record<string, unknown>): Arrangement
}

export interface Parameter {
  says: string
  default: unknown
  /** What a value in the sentence looks like, as a regular expression; one word unless said. */
  form?: string
}

/** As a pact asks for it. */
export interface AskedState {
  name: string
  params: Record<string, unknown>
}

/** A state that cannot be put in place; its message is for the pact's author. */
export class StateError extends Error {
  override name = 'StateError'
}

const PARAMETER = /\$\{(\w+)\}/g
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A text that matches the sentence, each parameter as `${name}` or with a value in its place. */
function pattern({ says, parameters }: State): { regex: RegExp; names: string[] } {
  const names = [...says.matchAll(PARAMETER)].map(([, name]) => name as string)
  const source = says.split(PARAMETER).map((piece, i) => (i % 2 === 0 ? escaped(piece) : `(\\$\\{${piece}\\}|${parameters[piece]?.form ?? '\\S+'})`))
  return { regex: new RegExp(`^${source.join('')}$`, 'i'), names }
}

/** What the state arranges. Throws a StateError that lists the known ones for a state or a parameter that is not known. */
export function arranged(system: System, known: readonly State[], asked: AskedState): Arrangement {
  const name = asked.name.trim().replaceAll(/\s+/g, ' ')
  if (name === '') return {}
  for (const state of known) {
    const { regex, names } = pattern(state)
    const found = regex.exec(name)
    if (!found) continue
    const inText = Object.fromEntries(names.flatMap((one, i) => (found[i + 1] === `\${${one}}` ? [] : [[one, unquoted(found[i + 1] as string)]])))
    const unknown = Object.keys(asked.params).find((one) => !(one in state.parameters))
    if (unknown !== undefined) throw new StateError(unknownParameter(state, unknown))
    const defaults = Object.fromEntries(Object.entries(state.parameters).map(([one, { default: value }]) => [one, value]))
    return state.arrange({ ...defaults, ...inText, ...asked.params })
  }
  throw new StateError(unknownState(system, known, name))
}

const unquoted = (text: string) => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text

function unknownState(system: System, known: readonly State[], name: string): string {
  const sentences = known.map(({ says }) => says)
  return [
    `There is no provider state "${name}" for ${system}.${didYouMean(name, sentences)} "rehearsal verify --states ${system}" explains them.`,
    `Known for ${system}:`,
    ...sentences.map((says) => `  ${says}`),
  ].join('\n')
}

function unknownParameter({ says, parameters }: State, name: string): string {
  const names = Object.keys(parameters)
  const known = names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`
  return `The provider state "${says}" has no parameter "${name}".${didYouMean(name, names)} ${known}`
}

export const text = (value: unknown): string => String(value)

/** A parameter that must be an object of columns. */
export function columns(value: unknown, name = 'fields'): Record<string, unknown> {
  if (value === undefined) return {}
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw new StateError(`The parameter "${name}" takes an object of columns, such as {"jobtitle": "Gold"}, not ${JSON.stringify(value)}.`)
}

/** A parameter that must be a whole number, also as text. */
export function whole(value: unknown, name: string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= 0) return number
  throw new StateError(`The parameter "${name}" takes a whole number, not ${JSON.stringify(value)}.`)
}
