import { counted, type Mock, type World } from '../core/index.ts'
import { organizationOf } from './data/organization.ts'
import { requireRules } from './duplicates/detect.ts'
import { vendorHeaders } from './headers.ts'
import { meaning } from './meaning.ts'
import { describeDynamics } from './openapi/describe.ts'
import { operations } from './operations.ts'
import { refuseAsDataverse } from './refuse.ts'
import { invent, plant, seedSchema } from './seed.ts'
import { settings } from './settings.ts'
import { sow } from './sow.ts'

/** Every region's, with the `api` of the address that the maker portal shows (documented: an environment's Url and ApiUrl). */
const HOST = /^([^.]+)(?:\.api)?\.crm\d*\.dynamics\.com$/

/** Microsoft Dynamics 365: the Dataverse Web API. */
const dynamics: Mock = {
  name: 'dynamics',
  title: 'Dynamics',
  order: 2,
  settings,
  seed: seedSchema,
  plant,
  invent,
  fits: (world) => requireRules(organizationOf(world)),
  sow,
  operations,
  description: describeDynamics,
  tenancy: (host) => HOST.exec(host)?.[1],
  origin: (world) => `https://${world.tenancy.dynamics}.crm.dynamics.com`,
  refuse: refuseAsDataverse,
  headers: vendorHeaders,
  meaning,
  tries: (_world, base) => [`curl -H "Authorization: Bearer $TOKEN" "${base}/api/data/v9.2/contacts?\\$top=1&\\$select=fullname"`],
  census(world: World) {
    const { rows } = organizationOf(world)
    return `${counted(rows('contact').size, 'contact')}, ${counted(rows('incident').size, 'case')}`
  },
}

export default dynamics
