import { notImitated, type Operation } from '../core/index.ts'

/** What the real service has and this one does not: it says so instead of being unknown. */
const FEATURES: Record<string, string> = {
  views: 'views',
  macros: 'macros',
  trigger_categories: 'categories of triggers',
  automations: 'automations',
  slas: 'service level policies',
  dynamic_content: 'dynamic content',
  help_center: 'the help center',
  community: 'communities',
  apps: 'the apps framework',
  targets: 'targets',
  activities: 'activities',
  audit_logs: 'audit logs',
  schedules: 'schedules',
  sessions: 'sessions',
  chat: 'chat',
  routing: 'skills based routing',
  locales: 'locales',
  sharing_agreements: 'sharing agreements',
  suspended_tickets: 'suspended tickets',
  problems: 'the list of problems',
  any_channel: 'the channel framework',
  custom_roles: 'custom roles',
  callback_requests: 'callback requests',
  side_conversations: 'side conversations',
  account: 'account settings',
  agent_availabilities: 'agent availabilities',
  approval_requests: 'approval requests',
  bookmarks: 'bookmarks',
  chat_redactions: 'redaction of chats',
  comment_redactions: 'redaction in the agent workspace',
  deleted_users: 'deleted users',
  deletion_schedules: 'deletion schedules',
  email_notifications: 'email notifications',
  group_slas: 'service level policies of groups',
  guide: 'the help center',
  it_asset_management: 'asset management',
  object_layouts: 'object layouts',
  organization_merges: 'merging of organizations',
  organization_subscriptions: 'subscriptions to organizations',
  push_notification_devices: 'push notifications',
  queues: 'queues of omnichannel routing',
  recipient_addresses: 'support addresses',
  relationships: 'lookup relationships',
  requirements: 'the apps framework',
  resource_collections: 'resource collections',
  satisfaction_reasons: 'reasons of satisfaction ratings',
  skips: 'ticket skips',
  workspaces: 'contextual workspaces',
  'channels/voice': 'Talk beyond its Partner Edition',
  incremental: 'other incremental exports',
  'users/me': "the user's own session and settings",
}

/** The same inside of folders that are imitated; these come before `/:id`, which would take their last parts for ids. */
const PLACES: Record<string, readonly string[]> = {
  'marking as spam': ['tickets/mark_many_as_spam', 'tickets/:id/mark_as_spam'],
  macros: ['tickets/:id/macros/:macro/apply'],
  'side conversations': ['tickets/:id/side_conversations'],
  'conversation log': ['tickets/:id/conversation_log'],
  'metric events': ['tickets/:id/metric_events', 'ticket_metric_events'],
  'ticket skips': ['tickets/:id/skips', 'users/:id/skips'],
  'deletion of many tickets for good': ['deleted_tickets/destroy_many'],
  'search of requests and their lists by state': ['requests/search', 'requests/open', 'requests/solved', 'requests/ccd'],
  'requests for an account': ['users/request_create'],
  passwords: ['users/:id/password', 'users/:id/password/requirements'],
  sessions: ['users/:id/sessions', 'users/logout_many'],
  'related counts of a user': ['users/:id/related'],
  entitlements: ['users/:id/entitlements'],
  'deletion for compliance': ['users/:id/compliance_deletion_statuses'],
  'subscriptions to organizations': ['users/:id/organization_subscriptions', 'organizations/:id/subscriptions'],
  'make_default of memberships': ['users/:id/group_memberships/:membership/make_default', 'users/:id/organization_memberships/:membership/make_default'],
  'memberships in bulk': ['group_memberships', 'organization_memberships'].flatMap((kind) => [`${kind}/create_many`, `${kind}/destroy_many`]),
  'list of assignable memberships': ['group_memberships/assignable'],
  'merging of organizations': ['organizations/:id/merge', 'organizations/:id/merges'],
  'requests of an organization': ['organizations/:id/requests'],
  'order of fields and forms': ['ticket_fields', 'user_fields', 'organization_fields', 'ticket_forms'].map((kind) => `${kind}/reorder`),
  'copies of forms': ['ticket_forms/:id/clone'],
  'host mapping': ['brands/check_host_mapping', 'brands/:id/check_host_mapping'],
  'choice of default statuses': ['custom_status/default'],
  'search, definitions and bulk changes of triggers': ['search', 'definitions', 'update_many', 'destroy_many', 'reorder'].map((what) => `triggers/${what}`),
  'permissions and triggers of custom objects': ['permission_policies', 'access_rules', 'triggers'].map((what) => `custom_objects/:key/${what}`),
}

const refusing = (paths: readonly string[], feature: string, root = '/api/v2'): Operation[] =>
  paths.map((path) => ({
    name: `${path.split(/[/.]/)[0]}.not_imitated`,
    method: 'ALL' as const,
    path: `${root}/${path}`,
    run: () => notImitated(`Zendesk's ${feature}`),
  }))

export const notImitatedPlaces: Operation[] = Object.entries(PLACES).flatMap(([feature, paths]) =>
  refusing(
    paths.flatMap((path) => [path, `${path}.json`]),
    feature,
  ),
)

export const notImitatedOperations: Operation[] = [
  ...Object.entries(FEATURES).flatMap(([folder, feature]) => refusing([folder, `${folder}.json`, `${folder}/*`], feature)),
  // Not below `v2`, where all others are.
  ...refusing(['sunshine', 'sunshine/*'], 'legacy custom objects', '/api'),
]
