/** Where a report goes: standard output, or a string in a test. */
export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

/** Without options of its own. */
export const COMMAND = 'rehearsal play'

export interface ReporterOptions {
  output: Output
  /** Default: what the terminal and NO_COLOR, FORCE_COLOR say, for a terminal; none elsewhere. */
  colours?: boolean
  /** Ids of exchanges to show in full. */
  show?: readonly number[]
  /** The timeline of each play. Default: when there is one play only. */
  timeline?: boolean
  /** How this run is repeated on a command line; default `rehearsal play`. */
  command?: string
  /** Default: the process's own. */
  env?: NodeJS.ProcessEnv
}
