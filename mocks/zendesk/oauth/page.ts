import { own } from '../../core/own.ts'
import { escapeHtml, page } from '../html.ts'
import type { User } from '../records.ts'
import type { Client } from './clients.ts'

const MEANING: Record<string, string> = {
  read: 'Read everything in this account',
  write: 'Change everything in this account',
  impersonate: 'Act for end users',
}

/** Who asks for what, with Allow and Deny. Everything that came from outside is escaped. */
export function consentPage(base: string, client: Client, scopes: readonly string[], people: readonly User[], asked: URLSearchParams): string {
  const hidden = [...asked].map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
  const wanted = scopes.map((scope) => `<li>${escapeHtml(own(MEANING, scope) ?? scope)}</li>`)
  const choices = people.map(
    (user) => `<option value="${user.id}"${user.id === client.user_id ? ' selected' : ''}>${escapeHtml(`${user.name} (${user.email ?? user.id})`)}</option>`,
  )
  const title = `Allow ${client.name} to use your account?`
  return page(
    title,
    `<h1>${escapeHtml(title)}</h1>
${client.company ? `<p>${escapeHtml(client.company)}</p>` : ''}
${client.description ? `<p>${escapeHtml(client.description)}</p>` : ''}
<p>It asks to:</p>
<ul>${wanted.join('')}</ul>
<form method="post" action="${escapeHtml(base)}/oauth/authorizations">
${hidden.join('\n')}
<p><label>Signed in as <select name="user_id">${choices.join('')}</select></label></p>
<p><button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></p>
</form>`,
  )
}
