import type { Crm } from '../scenario/crm/words.ts'

/** A scenario in the list that a desk offers. */
export interface ScenarioRow {
  /** `voice/agent-finishes-acw` */
  id: string
  title: string
  story?: string
  crm: Crm[]
  rules: string[]
  steps: number
}

export interface ScenarioView extends ScenarioRow {
  /** `waiting` for "do it"; `running` at the scenario's times; `doing` a step that takes its time; `over`. */
  state: 'waiting' | 'running' | 'doing' | 'over'
  startedAt: number
  script: {
    index: number
    verb: string
    args: unknown
    /** English: `Mia answers`. */
    says: string
    /** From the scenario's start, when its times are kept. */
    due?: number
    done: 'no' | 'next' | 'yes' | 'refused'
    at?: number
    impossible: boolean
  }[]
  /** When all is over: held, or what was not met. */
  verdict?: { held: boolean; unmet: { at: number; expected: string; happened: string; exchanges: number[] }[] }
}
