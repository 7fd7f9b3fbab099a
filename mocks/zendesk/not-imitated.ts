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
  sunshine: 'legacy custom objects',
  side_conversations: 'side conversations',
}

export const notImitatedOperations: Operation[] = Object.entries(FEATURES).flatMap(([folder, feature]) =>
  [`/api/v2/${folder}`, `/api/v2/${folder}.json`, `/api/v2/${folder}/*`].map((path) => ({
    name: `${folder}.not_imitated`,
    method: 'ALL' as const,
    path,
    run: () => notImitated(`Zendesk's ${feature}`),
  })),
)
