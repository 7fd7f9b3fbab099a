import { counted, type Mock, type World } from '../core/index.ts'
import { adminConsentOperations } from './admin-consent.ts'
import { authorizeOperations } from './authorize.ts'
import { describeEntra } from './describe.ts'
import { deviceOperations } from './device.ts'
import { apps, tenantOf, users } from './directory.ts'
import { discoveryOperations } from './discovery.ts'
import { headers } from './headers.ts'
import { logoutOperations } from './logout.ts'
import { meaning } from './meaning.ts'
import { refuse } from './refuse.ts'
import { type EntraSeed, plant, seedSchema } from './seed.ts'
import { settingsSchema } from './settings.ts'
import { tokenOperations } from './token.ts'
import { userinfoOperations } from './userinfo.ts'

function tries(world: World, base: string, bases: Readonly<Record<string, string>>): string[] {
  const app = [...apps(world).scan()].find(({ secrets }) => secrets.length > 0)
  const resource = Object.entries(bases).find(([name]) => name !== 'entra')?.[1]
  if (!app || resource === undefined) return []
  const form = `grant_type=client_credentials&client_id=${app.clientId}&client_secret=${encodeURIComponent(app.secrets[0]?.value ?? '')}&scope=${resource}/.default`
  return [`TOKEN=$(curl -s ${base}/${tenantOf(world).id}/oauth2/v2.0/token -d '${form}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`]
}

const entra: Mock = {
  name: 'entra',
  title: 'Entra ID',
  order: 1,
  anyCase: true,
  settings: settingsSchema,
  seed: seedSchema,
  plant: (world, seed) => plant(world, seed as EntraSeed),
  operations: [
    ...discoveryOperations,
    ...tokenOperations,
    ...authorizeOperations,
    ...deviceOperations,
    ...adminConsentOperations,
    ...logoutOperations,
    ...userinfoOperations,
  ],
  description: describeEntra,
  tenancy: (_, path) => path.split('/')[1]?.toLowerCase() || undefined,
  origin: () => 'https://login.microsoftonline.com',
  refuse,
  headers,
  meaning,
  tries,
  census: (world) => `${counted(apps(world).size, 'application')}, ${counted(users(world).size, 'user')}`,
}

export default entra
