const names = (...lines: string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(' ')))

/** Attributes of users and organizations (documented: Zendesk's pages on both). A field that the account added may have such a key, too, and is another one. */
export const standardNames = {
  user_fields: names(
    'active agent_brand_ids alias created_at custom_role_id default_group_id details email external_id iana_time_zone id identities last_login_at',
    'locale locale_id moderator name notes only_private_comments organization organization_id phone photo remote_photo_url report_csv restricted_agent',
    'role role_type shared shared_agent shared_phone_number signature skip_verify_email suspended tags ticket_restriction time_zone',
    'two_factor_auth_enabled updated_at url user_type verified',
  ),
  organization_fields: names('created_at details domain_names external_id group_id id name notes shared_comments shared_tickets tags updated_at url'),
} as const
