import { JsonBody, recentOf, type World } from '../../core/index.ts'
import { fieldsOf } from '../fields/fields.ts'
import { ticketFieldIds } from '../fields/keys.ts'
import { blank, blankJson, blanks, Form } from '../form.ts'
import { idAfter, idText } from '../ids.ts'
import type { Audit, Change, Comment, Ticket } from '../records.ts'
import { TaggedJson } from '../route.ts'
import { commentEvent, creationEvent, FIELDS, shown, tells } from './audits.ts'
import { auditJson, customFields, ticketWith } from './ticket.ts'

/** Tickets for one address, as long as the account has the same fields. */
interface TicketForms {
  base: string
  fields: number
  /** Ids of its custom fields. */
  ids: readonly number[]
  ticket: Form
  custom: Form
}
const forms = recentOf<World, string, TicketForms>(10)

function formsFor(world: World, base: string): TicketForms {
  const fields = fieldsOf(world, 'ticket').version
  const known = forms(world).get(base)
  if (known?.fields === fields) return known
  const ids = ticketFieldIds(world)
  const ticket = new Form(ticketWith(blankJson('custom_fields'), blanks<Ticket>(), base))
  return forms(world).set(base, { base, fields, ids, ticket, custom: new Form(customFields(ids, blanks())) })
}

/** `{ticket}`, or `{ticket, audit}`, as JSON: what `ticketJson` and `auditJson` tell. */
export class TicketText extends TaggedJson {
  readonly #told: ToldTicket

  constructor(world: World, ticket: Ticket, base: string, audit?: Audit) {
    const told = new ToldTicket(formsFor(world, base), ticket, audit)
    // An audit is told once, with the ticket as it left it.
    super(told.text(), audit && `${base}/${audit.id}`)
    this.#told = told
  }

  override kept(): JsonBody {
    return this.#told
  }
}

/** Records are values, so the same can be told of them again. */
class ToldTicket extends JsonBody {
  readonly #forms: TicketForms
  readonly #ticket: Ticket
  readonly #audit: Audit | undefined

  constructor(forms: TicketForms, ticket: Ticket, audit: Audit | undefined) {
    super()
    this.#forms = forms
    this.#ticket = ticket
    this.#audit = audit
  }

  text(): string {
    const { ticket, custom } = this.#forms
    const text = `{"ticket":${ticket.fill(this.#ticket, { custom_fields: custom.fill(this.#ticket.custom) })}`
    return this.#audit ? `${text},"audit":${auditText(this.#audit)}}` : `${text}}`
  }

  value(): unknown {
    const { base, ids } = this.#forms
    const ticket = ticketWith(customFields(ids, this.#ticket.custom), this.#ticket, base)
    return this.#audit ? { ticket, audit: auditJson(this.#audit) } : { ticket }
  }
}

const eventForms = FIELDS.map((field) => ({
  field,
  form: new Form(creationEvent(blankJson('id'), field, blank(field)), (value) => JSON.stringify(shown(value))),
}))

/** The events of a creation behind its comment, each behind a comma. */
function creationJson(ticket: Ticket, comment: Comment): string {
  let text = ''
  let nth = 0
  for (const { field, form } of eventForms) if (tells(ticket, field)) text += `,${form.fill(ticket, { id: idText(idAfter(comment.id, ++nth)) })}`
  for (const id in ticket.custom) if (ticket.custom[id] !== null) text += `,${JSON.stringify(creationEvent(idAfter(comment.id, ++nth), id, ticket.custom[id]))}`
  return text
}

const commentForm = new Form(commentEvent(blanks<Comment>({ data: undefined })))
const commentText = (comment: Comment): string => (comment.data ? JSON.stringify(commentEvent(comment)) : commentForm.fill(comment))
const auditForm = new Form(auditJson(blanks<Change>({ comment: undefined, events: [blankJson('events')] })))

function auditText(audit: Audit): string {
  const changes = 'events' in audit ? audit.events.map((event) => `,${JSON.stringify(event)}`).join('') : creationJson(audit.ticket, audit.comment)
  return auditForm.fill(audit, { events: audit.comment ? commentText(audit.comment) + changes : changes.slice(1) })
}
