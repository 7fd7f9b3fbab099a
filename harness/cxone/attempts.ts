import { inactive } from '../configuration/active.ts'
import type { RecordReference } from '../events.ts'
import type { Environment } from '../integration.ts'
import type { Conversation } from './conversation.ts'
import { ConfigurationDeleted, CrmFailure } from './crm/failure.ts'

type For = Pick<Conversation, 'id'>

/** How work for an interaction is done: it succeeds, or its failure is told; nothing is thrown. */
export interface Attempts {
  /** Runs one task against the CRM; undefined when it failed, which has then been reported. */
  attempt<T>(conversation: For, what: string, work: () => Promise<T>, record?: RecordReference): Promise<T | undefined>
  /** Something that cannot be done, said without asking the CRM. */
  refuse(conversation: For, what: string, message: string): void
  say(conversation: For, message: string): void
}

export function createAttempts({ configuration, report }: Pick<Environment, 'configuration' | 'report'>): Attempts {
  const unusable = inactive(configuration)
  let deleted: ConfigurationDeleted | undefined

  return {
    async attempt(conversation, what, work, record) {
      const failed = (message: string, status?: number) =>
        report({ kind: 'failed', interaction: conversation.id, what, ...(record ? { record } : {}), ...(status ? { status } : {}), message })
      if (unusable) {
        failed(unusable)
        return undefined
      }
      if (deleted) {
        failed(`The CRM configuration "${configuration.name}" is deleted: its system user was refused (${deleted.code}). ${deleted.message}`)
        return undefined
      }
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof Error)) throw error
        if (error instanceof ConfigurationDeleted) deleted = error
        const consequence =
          error instanceof ConfigurationDeleted ? ` The CRM configuration "${configuration.name}" is deleted with its system user (R005).` : ''
        failed(`${error.message}${consequence}`, error instanceof CrmFailure ? error.status : undefined)
        return undefined
      }
    },
    refuse: (conversation, what, message) => report({ kind: 'failed', interaction: conversation.id, what, message }),
    say: (conversation, message) => report({ kind: 'information', interaction: conversation.id, message }),
  }
}
