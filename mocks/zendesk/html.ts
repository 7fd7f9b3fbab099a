const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string)

/** A small page in one piece; nothing in it runs or loads. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 46rem; margin: 3rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem }
dt { font-weight: 600 } dd { margin: 0 0 .5rem }
article { border-top: 1px solid #8886; padding: .75rem 0; white-space: pre-wrap }
button, select { font: inherit; padding: .5rem 1rem; border-radius: .3rem; border: 1px solid #888 }
button[value=allow] { background: #1f73b7; color: #fff; border-color: #1f73b7 }
small { opacity: .7 }
</style>
</head>
<body>
${body}
</body>
</html>
`

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  'cache-control': 'no-store',
}
