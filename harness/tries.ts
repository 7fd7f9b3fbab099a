import type { SandboxWorld } from './sandbox-world.ts'

/** One command per system for a new user, in plain sh with curl and sed, that works as it stands. */
export function tries({ dynamics, entra, zendesk }: SandboxWorld): Record<string, string[]> {
  const { clientId, clientSecret, tokenUrl } = entra.credentials
  return {
    entra: [
      `TOKEN=$(curl -s ${tokenUrl} -d grant_type=client_credentials -d client_id=${clientId} -d client_secret=${clientSecret} -d scope=${dynamics.credentials.scope} | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')`,
    ],
    dynamics: [`curl -s -H "Authorization: Bearer $TOKEN" "${dynamics.url}/api/data/v9.2/contacts?\\$top=1&\\$select=fullname"`],
    zendesk: [`curl -s -u ${zendesk.credentials.email}/token:${zendesk.credentials.apiToken} "${zendesk.url}/api/v2/users.json?per_page=1"`],
  }
}
