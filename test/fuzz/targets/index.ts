import type { Target } from '../target.ts'
import { batchTarget } from './batch.ts'
import { fetchXmlTarget } from './fetch-xml.ts'
import { flows, scenarios } from './files.ts'
import { oauth } from './oauth.ts'
import { odata, zendeskSearch } from './odata.ts'
import { sim } from './sim.ts'
import { zendeskBodies } from './zendesk-bodies.ts'

export const targets: readonly Target[] = [odata, zendeskSearch, fetchXmlTarget, batchTarget, scenarios, flows, oauth, sim, zendeskBodies]
