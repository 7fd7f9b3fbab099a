import type { CrmAction, Exchange } from '../core/index.ts'

/** A token request is a sign-in, whatever its grant. Waiting for a person with a device code is none yet. */
export function meaning({ operation, request, response, remarks }: Omit<Exchange, 'actions'>): CrmAction[] {
  if (operation !== 'token' && operation !== 'token.v1') return []
  const issued = remarks.find((remark) => remark.kind === 'token-issued')
  if (issued?.kind === 'token-issued')
    return [{ kind: 'signed-in', client: issued.client, renewal: issued.renewal, ok: response.status === 200, expiresAt: issued.expiresAt }]
  if ((response.body as { error?: string } | undefined)?.error === 'authorization_pending') return []
  const form = typeof request.body === 'string' ? new URLSearchParams(request.body) : undefined
  return [{ kind: 'signed-in', client: form?.get('client_id') ?? 'unknown', renewal: false, ok: false, expiresAt: null }]
}
