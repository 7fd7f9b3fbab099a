/** The CRM, or its identity provider, refused: its own words, for the agent and for the rules. */
export class CrmFailure extends Error {
  override name = 'CrmFailure'
  readonly status: number
  /** The vendor's code: `0x80044331`, `invalid_client`, `RecordInvalid`. */
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The request went out and no answer came back, or none that can be read: it may have been done. */
export class LostAnswer extends Error {
  override name = 'LostAnswer'
}

/** The system user is disabled, deleted or unknown: the CRM configuration that was made with it is gone too (R005). */
export class ConfigurationDeleted extends CrmFailure {
  override name = 'ConfigurationDeleted'
}
