import type { Operation } from '../../core/index.ts'
import { crud } from '../crud.ts'
import { nextId } from '../ids.ts'
import { byId } from '../paging/orders.ts'
import { paged } from '../paging/page.ts'
import { flat, invalid, recordNotFound } from '../problems.ts'
import { api, bodyOf, type Context, idOf, json, noContent } from '../route.ts'
import { now } from '../time.ts'
import { type Field, fieldKinds, fieldsOf, hasOptions, MOST_OPTIONS, type Option } from './fields.ts'
import { dropGoneOptions } from './gone-options.ts'

const FAMILIES = ['ticket', 'user', 'organization'] as const
const tooManyOptions = () => invalid({ custom_field_options: [{ description: `A field has at most ${MOST_OPTIONS} options`, error: 'TooManyValues' }] })

const optionJson = (context: Context, family: string, field: Field, option: Option) => ({
  ...option,
  url: `${context.base}/api/v2/${family}_fields/${field.id}/options/${option.id}.json`,
})

/** The options of a field one by one; a body with a known id changes that one. */
const optionOperations = (family: (typeof FAMILIES)[number]): Operation[] => {
  const path = `/api/v2/${family}_fields/:id/options`
  const found = (context: Context) => fieldsOf(context.world, family).get(idOf(context))
  const put = ({ world }: Context, field: Field, options: Option[]) => {
    const changed = fieldsOf(world, family).put(String(field.id), { ...field, options, updated_at: now(world) })
    if (family === 'ticket') dropGoneOptions(world, field, changed)
  }
  return [
    ...api('GET', path, `${family}_fields.options`, {}, (context) => {
      const field = found(context)
      if (!field) return recordNotFound()
      const show = (option: Option) => optionJson(context, family, field, option)
      return paged<Option>(context, 'custom_field_options', field.options, show, { order: byId, offsetRows: () => field.options })
    }),
    ...api('POST', path, `${family}_fields.set_option`, { who: 'admin' }, (context) => {
      const field = found(context)
      if (!field) return recordNotFound()
      const sent = (bodyOf(context).custom_field_option ?? {}) as { id?: number; name?: string; value?: string }
      const known = field.options.find((option) => option.id === sent.id)
      if (!known && field.options.length >= MOST_OPTIONS) return tooManyOptions()
      const name = String(sent.name ?? known?.name ?? '')
      // Reported (zenpy 459, 2020); the status is inferred.
      if (sent.name === undefined && !known) return flat('ParameterMissing', 400, 'Parameter name is required')
      if (name.trim() === '') return invalid({ name: [{ description: 'Name: cannot be blank', error: 'BlankValue' }] })
      if (!hasOptions(field)) return invalid({ base: [{ description: `A field of the type ${field.type} has no options`, error: 'InvalidValue' }] })
      const option: Option = {
        id: known?.id ?? nextId(context.world),
        name,
        raw_name: name,
        value: String(sent.value ?? known?.value ?? name),
        default: known?.default ?? false,
      }
      put(context, field, known ? field.options.map((one) => (one.id === known.id ? option : one)) : [...field.options, option])
      const location = `${context.base}/api/v2/${family}_fields/${field.id}/options.json`
      return json({ custom_field_option: optionJson(context, family, field, option) }, known ? 200 : 201, { location })
    }),
    ...api('GET', `${path}/:option`, `${family}_fields.option`, {}, (context) => {
      const field = found(context)
      const option = field?.options.find(({ id }) => String(id) === context.params.option)
      return field && option ? json({ custom_field_option: optionJson(context, family, field, option) }) : recordNotFound()
    }),
    ...api('DELETE', `${path}/:option`, `${family}_fields.delete_option`, { who: 'admin' }, (context) => {
      const field = found(context)
      if (!field?.options.some(({ id }) => String(id) === context.params.option)) return recordNotFound()
      put(
        context,
        field,
        field.options.filter(({ id }) => String(id) !== context.params.option),
      )
      return noContent()
    }),
  ]
}

export const fieldOperations: Operation[] = [...FAMILIES.flatMap(optionOperations), ...fieldKinds.flatMap((kind) => crud(kind))]
