import type { HtmlEscapedString } from 'hono/utils/html'

/** What `html` of hono makes: everything that was put into it has been escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>
