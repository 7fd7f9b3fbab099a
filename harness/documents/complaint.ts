/**
 * What is wrong in a file that a user wrote, as data: where, what, which rule says so, and how to mend it. One shape for
 * configurations and scenarios, so that the command line renders both alike.
 */
export interface Complaint {
  file: string
  /** From 1. */
  line: number
  column: number
  /** An id of the published rule table, where a rule says it: `R032`. */
  rule?: string
  /** What is wrong and what was expected, in one sentence. */
  message: string
  /** What to do about it, in one sentence. */
  mend?: string
  /** An error keeps the file from being used; a warning does not. */
  severity: 'error' | 'warning'
}

/** `support.dynamics.yaml:12:7  error  R032  ...`, with the way to mend it on a line of its own. */
export const renderComplaint = ({ file, line, column, severity, rule, message, mend }: Complaint): string =>
  [`${file}:${line}:${column}  ${severity}${rule ? `  ${rule}` : ''}  ${message}`, ...(mend ? [`    ${mend}`] : [])].join('\n')
