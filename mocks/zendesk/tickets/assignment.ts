import type { World } from '../../core/index.ts'
import { membershipOf } from '../config/groups.ts'
import type { FieldError } from '../problems.ts'
import { type Ticket, userById } from '../records.ts'
import { settingsOf } from '../settings.ts'
import { assigneeOf } from './people.ts'

/** Without an `error`, as reported beside "is invalid" (zenpy 628, 2024); that it also comes alone is inferred. */
const NO_MEMBER: FieldError = { description: 'Assignee: is not a member of the group' }

/**
 * Gives a draft to whom a client says, or says why that cannot be: a ticket goes to members of its group only (reported: zenpy 628,
 * and a round-robin assigner's guide to 422). `before`: whose it was and in which group; what stays as it was is not looked at (inferred).
 */
export function assign(
  world: World,
  draft: Ticket,
  attributes: Record<string, unknown>,
  before: Pick<Ticket, 'assignee_id' | 'group_id'>,
): FieldError | undefined {
  const named = assigneeOf(world, attributes, before.assignee_id)
  if (named !== undefined) draft.assignee_id = named?.id ?? null
  if (draft.assignee_id === null || (draft.assignee_id === before.assignee_id && draft.group_id === before.group_id)) return undefined
  // A ticket is never somebody's without being in a group, and that is the agent's default one (both documented).
  draft.group_id ??= (named ?? userById(world, draft.assignee_id))?.default_group_id ?? null
  if (draft.group_id !== null && membershipOf(world, draft.assignee_id, draft.group_id)) return undefined
  if (named || settingsOf(world).regroupedTicket === 'refused') return NO_MEMBER
  draft.assignee_id = null
  return undefined
}
