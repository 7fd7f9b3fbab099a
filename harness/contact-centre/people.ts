/** Who takes part, and the skill that brings them together. */
export interface Agent {
  /** The employee id in CXone (R039). */
  id: string
  name: string
  phone: string
}

export interface Customer {
  name: string
  phone: string
  email: string
}

export interface Skill {
  id: string
  name: string
  /** The number that customers dial. */
  phone: string
  /** After-call work follows a call (R024). */
  acw: boolean
  /** Ends after-call work by itself after so many ms; null: only the agent ends it. */
  acwTimeout: number | null
  /** "Use Screen Pops" is ticked: script variables travel with a voice contact (R034). */
  screenPops: boolean
  /** A disposition must be chosen before a digital contact can be dismissed, or after-call work finished. */
  dispositionRequired: boolean
}

export interface Channel {
  id: string
  /** As an administrator named it: `Web chat`. */
  name: string
  /** Chat, Email, Whatsapp, Fb, Sms ... */
  type: string
}

/** What the agent enters in the Outcomes window. */
export interface Outcome {
  status: string
  dispositionName: string
  dispositionNotes: string
  tags: readonly string[]
}

export const noOutcome: Outcome = { status: '', dispositionName: '', dispositionNotes: '', tags: [] }
