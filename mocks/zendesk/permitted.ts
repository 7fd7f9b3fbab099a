import { warnUnpermitted } from './headers.ts'
import type { Context } from './route.ts'

const list = (text: string, passedOver: string): ReadonlyMap<string, boolean> =>
  new Map([...text.split(/\s+/).map((key) => [key, true] as const), ...passedOver.split(' ').map((key) => [key, false] as const)])

/**
 * Keys that the service takes; every other one is ignored, never an error, and named in a header (recorded). The last ones of each do
 * nothing here, which the journal says.
 */
const PERMITTED = {
  ticket: list(
    `additional_collaborators additional_tags assignee_email assignee_id brand_id collaborator_ids collaborators comment
     custom_fields custom_status_id description due_at email_ccs email_cc_ids external_id fields follower_ids followers group_id metadata
     organization_id priority problem_id raw_subject recipient remove_tags requester requester_id safe_update status
     subject submitter_id tags ticket_form_id type updated_stamp via via_followup_source_id via_id voice_comment`,
    'attribute_value_ids macro_id macro_ids sharing_agreement_ids',
  ),
  user: list(
    `alias custom_role_id default_group_id details email external_id iana_time_zone identities locale locale_id moderator name notes
     only_private_comments organization organization_id phone report_csv restricted_agent role shared_agent
     signature skip_verify_email suspended tags ticket_restriction time_zone user_fields verified`,
    'photo remote_photo_url shared_phone_number',
  ),
}

/** A record that is sent back as it was read has these, too, and asks for nothing. */
const says = (value: unknown): boolean => value !== null && value !== false && !(Array.isArray(value) && value.length === 0)

export function warnOf(context: Context, root: keyof typeof PERMITTED, sent: Record<string, unknown>): void {
  const unknown: string[] = []
  for (const key in sent) {
    const taken = PERMITTED[root].get(key)
    if (taken === undefined) unknown.push(key)
    else if (!taken && says(sent[key])) context.call.remark({ kind: 'ignored', what: `${root}.${key}, which is not imitated` })
  }
  if (unknown.length === 0) return
  const [controller = '', action = ''] = context.action.split('.')
  warnUnpermitted(
    context.call,
    controller,
    action,
    unknown.map((key) => `${root}.${key}`),
  )
}
