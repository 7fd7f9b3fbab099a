import { warnUnpermitted } from './headers.ts'
import type { Context } from './route.ts'

const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Keys that the service takes; every other one is ignored, never an error, and named in a header (recorded). */
const PERMITTED = {
  ticket: list(
    `additional_collaborators additional_tags assignee_email assignee_id attribute_value_ids brand_id collaborator_ids collaborators comment
     custom_fields custom_status_id description due_at email_ccs email_cc_ids external_id fields follower_ids followers group_id macro_id macro_ids metadata
     organization_id priority problem_id raw_subject recipient remove_tags requester requester_id safe_update sharing_agreement_ids status
     subject submitter_id tags ticket_form_id type updated_stamp via via_followup_source_id via_id voice_comment`,
  ),
  user: list(
    `alias custom_role_id default_group_id details email external_id iana_time_zone identities locale locale_id moderator name notes
     only_private_comments organization organization_id phone photo remote_photo_url report_csv restricted_agent role shared_agent
     shared_phone_number signature skip_verify_email suspended tags ticket_restriction time_zone user_fields verified`,
  ),
}

export function warnOf(context: Context, root: keyof typeof PERMITTED, sent: Record<string, unknown>): void {
  const unknown: string[] = []
  for (const key in sent) if (!PERMITTED[root].has(key)) unknown.push(key)
  if (unknown.length === 0) return
  const [controller = '', action = ''] = context.action.split('.')
  warnUnpermitted(
    context.call,
    controller,
    action,
    unknown.map((key) => `${root}.${key}`),
  )
}
