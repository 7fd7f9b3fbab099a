import { html, raw } from 'hono/html'
import { type Call, formOf, type Reply } from '../core/index.ts'
import type { User } from './directory.ts'

type Markup = ReturnType<typeof html>

const style = raw(
  'body{font:16px/1.5 system-ui,sans-serif;background:#f2f2f2;color:#1b1b1b;margin:0;display:grid;min-height:100vh;place-items:center}' +
    'main{background:#fff;padding:2.5rem;width:min(26rem,calc(100vw - 6rem));box-shadow:0 2px 6px #0003}h1{font-size:1.5rem;line-height:1.2;margin:0 0 1rem}' +
    'fieldset{border:0;padding:0;margin:0 0 1rem}legend{font-weight:600;padding:0}label{display:block;padding:.25rem 0}ul{padding-left:1.2rem}' +
    'button{font:inherit;padding:.4rem 1.5rem;border:1px solid #767676;background:#e8e8e8;margin-right:.5rem;cursor:pointer}' +
    'button[value=allow]{background:#0067b8;border-color:#0067b8;color:#fff}button:focus-visible,input:focus-visible{outline:3px solid #000}' +
    'input[type=text]{font:inherit;padding:.4rem;width:100%;box-sizing:border-box}small{color:#595959;display:block;margin-top:1.5rem}code{overflow-wrap:anywhere}',
)

/** A page of this tenant. Nothing in `content` is markup but what `html` made. */
function page(title: string, content: Markup, status = 200): Reply {
  const document = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1>${content}<small>A stand-in for Microsoft Entra ID, by crm-rehearsal. No real account is involved.</small></main></body></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'x-frame-options': 'DENY' }, body: String(document) }
}

const hidden = (fields: Iterable<[string, string]>): Markup[] => [...fields].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)

const decide = html`<button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button>`

/** What a page was asked for. Only its own form can decide: a link that says `decision=allow` decides nothing. */
export function asked(call: Call): URLSearchParams {
  if (call.method === 'POST') return formOf(call)
  const query = new URLSearchParams(call.query)
  query.delete('decision')
  query.delete('user')
  return query
}

export interface ConsentPage {
  title: string
  /** What the application will be able to do. */
  permissions: readonly string[]
  /** Who may sign in; none where an administrator decides for all. */
  users: readonly User[]
  /** The name of the one who is chosen already. */
  hint?: string | undefined
  /** Where the form goes, and what it takes along. */
  action: string
  fields: Iterable<[string, string]>
}

export function consentPage({ title, permissions, users, hint, action, fields }: ConsentPage): Reply {
  const chosen = users.find(({ upn }) => upn.toLowerCase() === hint?.toLowerCase()) ?? users[0]
  const people = users.map(
    (user) =>
      html`<label><input type="radio" name="user" value="${user.upn}"${user === chosen ? raw(' checked') : ''}> ${user.name} <code>${user.upn}</code></label>`,
  )
  return page(
    title,
    html`<form method="post" action="${action}">${hidden(fields)}
${users.length > 0 ? html`<fieldset><legend>Sign in as</legend>${people}</fieldset>` : ''}
<p>The application asks for:</p><ul>${permissions.map((name) => html`<li><code>${name}</code></li>`)}</ul>${decide}</form>`,
  )
}

export const userCodePage = (action: string, problem?: string): Reply =>
  page(
    'Enter code',
    html`<form method="get" action="${action}">${problem ? html`<p role="alert">${problem}</p>` : ''}
<label>Code that the device shows <input type="text" name="user_code" autocomplete="off" autocapitalize="characters" required autofocus></label><p><button value="">Next</button></p></form>`,
  )

export const noticePage = (title: string, text: string): Reply => page(title, html`<p>${text}</p>`)

/** Why nobody can sign in: where there is no redirect URI that the message could be sent to. */
export const errorPage = (text: string, status: number): Reply =>
  page('Sorry, but we’re having trouble signing you in.', html`<p><code>${text}</code></p>`, status)

/** Sends `fields` to the application by a form (`response_mode=form_post`), at once where scripts run. */
export const formPost = (action: string, fields: Iterable<[string, string]>): Reply =>
  page(
    'Working...',
    html`<form method="post" action="${action}">${hidden(fields)}<noscript><p>Scripts are off.</p></noscript><button>Continue</button></form>${raw('<script>document.forms[0].submit()</script>')}`,
  )
