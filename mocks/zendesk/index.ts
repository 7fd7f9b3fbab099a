import { counted, type Mock, type Operation, type World } from '../core/index.ts'
import { agentOperations } from './agent/operations.ts'
import { assignableOperations } from './config/assignables.ts'
import { brandOperations } from './config/brands.ts'
import { formOperations } from './config/forms.ts'
import { groupOperations } from './config/group-operations.ts'
import { statusOperations } from './config/statuses.ts'
import { corsOperations } from './cors.ts'
import { customObjectOperations } from './custom-objects/object-operations.ts'
import { customRecordOperations } from './custom-objects/record-operations.ts'
import { incrementalOperations } from './exports/incremental.ts'
import { searchExportOperations } from './exports/search-export.ts'
import { fieldOperations } from './fields/operations.ts'
import { headers } from './headers.ts'
import { invent } from './invent.ts'
import { jobOperations } from './jobs/operations.ts'
import { settleJobs } from './jobs/work.ts'
import { meaning } from './meaning.ts'
import { notImitatedOperations, notImitatedPlaces } from './not-imitated.ts'
import { oauthOperations } from './oauth/admin.ts'
import { authorizeOperations } from './oauth/authorize.ts'
import { tokenOperations } from './oauth/token.ts'
import { describeZendesk } from './openapi/describe.ts'
import { organizationMembershipOperations } from './organizations/memberships.ts'
import { organizationOperations } from './organizations/operations.ts'
import { administrator, plant, sow } from './plant.ts'
import { render } from './problems.ts'
import { ticketsOf, type User, usersOf } from './records.ts'
import { requestOperations } from './requests/operations.ts'
import { satisfactionOperations } from './satisfaction/operations.ts'
import { searchOperations } from './search/operations.ts'
import { type Seed, seedSchema } from './seed.ts'
import { settingsSchema } from './settings.ts'
import { tagOperations } from './tags/operations.ts'
import { ticketListOperations } from './tickets/listing.ts'
import { moreTicketOperations } from './tickets/more.ts'
import { ticketOperations } from './tickets/operations.ts'
import { triggerOperations } from './triggers/operations.ts'
import { uploadOperations } from './uploads/operations.ts'
import { identityOperations } from './users/identity-operations.ts'
import { userListOperations } from './users/listing.ts'
import { meOperations } from './users/me.ts'
import { mergeOperations } from './users/merge.ts'
import { userOperations } from './users/operations.ts'
import { voiceOperations } from './voice/operations.ts'
import { phoneNumberOperations } from './voice/phone-numbers.ts'
import { popOperations } from './voice/pops.ts'
import { webhookOperations } from './webhooks/operations.ts'

const operations: Operation[] = [
  ...corsOperations,
  ...notImitatedPlaces,
  ...authorizeOperations,
  ...tokenOperations,
  ...meOperations,
  ...searchExportOperations,
  ...searchOperations,
  ...jobOperations,
  ...userListOperations,
  ...userOperations,
  ...mergeOperations,
  ...identityOperations,
  ...ticketListOperations,
  ...ticketOperations,
  ...organizationOperations,
  ...moreTicketOperations,
  ...tagOperations,
  ...organizationMembershipOperations,
  ...groupOperations,
  ...assignableOperations,
  ...brandOperations,
  ...statusOperations,
  ...formOperations,
  ...fieldOperations,
  ...uploadOperations,
  ...oauthOperations,
  ...incrementalOperations,
  ...requestOperations,
  ...phoneNumberOperations,
  ...voiceOperations,
  ...popOperations,
  ...customObjectOperations,
  ...customRecordOperations,
  ...satisfactionOperations,
  ...triggerOperations,
  ...webhookOperations,
  ...agentOperations,
  ...notImitatedOperations,
]

/** Jobs that have come due are done before anything else is answered. */
const afterJobs = (operation: Operation): Operation => ({
  ...operation,
  run(call, world) {
    settleJobs(world)
    return operation.run(call, world)
  },
})

const zendesk: Mock = {
  name: 'zendesk',
  title: 'Zendesk',
  order: 3,
  settings: settingsSchema,
  seed: seedSchema,
  plant,
  invent: (world, seed) => invent(world, (seed as Seed).generate, administrator(world) as User),
  sow,
  operations: operations.map(afterJobs),
  description: describeZendesk,
  tenancy: (host) => /^([a-z0-9-]+)\.zendesk\.com$/.exec(host)?.[1],
  origin: (world) => `https://${world.tenancy.zendesk}.zendesk.com`,
  refuse: render,
  headers,
  meaning,
  tries: (world, base) => [`curl -u '${adminOf(world)}/token:${apiTokenOf(world)}' '${base}/api/v2/users/search.json?query=type:user&per_page=1'`],
  census: (world) => `${counted(usersOf(world).size, 'user')}, ${counted(ticketsOf(world).size, 'ticket')}`,
}

const adminOf = (world: World): string => administrator(world)?.email ?? 'admin'
const apiTokenOf = (world: World): string => world.tokens.all('zendesk').find((token) => token.kind === 'api')?.value ?? 'API_TOKEN'

export default zendesk
