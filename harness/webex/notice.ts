/**
 * What a flow did for one call, as rules and reports see it. `activity` is the activity's name in the flow, `process` the
 * event that began this path (`AgentContactAssigned`) or `main`. Values of secure variables are `***`.
 */
export type FlowNotice = { kind: 'flow'; interaction: string; process: string; activity: string } & FlowDeed

export type FlowDeed =
  | { did: 'entered' /** `play-message` */; type: string }
  /** Went on by this outcome; `to` is the next activity, absent where no link is drawn. */
  | { did: 'left'; by: string; to?: string }
  /** A variable was set; `path` where an answer was parsed. */
  | { did: 'set'; variable: string; value: string; path?: string }
  /** The answer has nothing at this path: the variable stays as it was. */
  | { did: 'unmatched'; variable: string; path: string }
  /** Text that was spoken to the caller, word for word, and the text as it stands in the flow. */
  | { did: 'spoke'; text: string; template: string }
  /** An audio file that the caller heard. */
  | { did: 'played'; file: string }
  | { did: 'music'; file: string /** ms */; for: number }
  /** Digits that a menu or a collection took from the caller. */
  | { did: 'digits'; digits: string; outcome: 'chosen' | 'invalid' }
  /** Nothing came in time. */
  | { did: 'silence' /** ms */; after: number }
  /** A request as it went out. `status` 0: no answer in time (`timedOut`) or none at all (`error`). */
  | { did: 'requested'; method: string; url: string; attempt: number; status: number /** ms */; took: number; timedOut: boolean; error?: string }
  | { did: 'decided' /** The expression as it stands. */; expression: string; value: string }
  /** The agent's desktop shows the call-associated data. */
  | { did: 'shown'; values: readonly { label: string; value: string }[] }
  | { did: 'queued'; queue: string }
  | { did: 'streamed' }
  /** The flow ended the call. */
  | { did: 'disconnected' }
  /** This path of the flow is over. */
  | { did: 'ended' }
