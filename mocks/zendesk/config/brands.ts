import type { Operation, TableDefinition, World } from '../../core/index.ts'
import { accountOf } from '../account.ts'
import { crud, type Kind, nameOf, type Row, shown, stamped } from '../crud.ts'
import { nextId } from '../ids.ts'
import { byName } from '../paging/orders.ts'
import { flat, invalid, raise } from '../problems.ts'
import type { Context } from '../route.ts'

export interface Brand extends Row {
  name: string
  subdomain: string
  active: boolean
  default: boolean
  signature_template: string
}

const brands: TableDefinition<Brand> = { name: 'zendesk.brands' }
export const brandsOf = (world: World) => world.store.table(brands)

const kind: Kind<Brand> = {
  plural: 'brands',
  singular: 'brand',
  table: brandsOf,
  order: byName,
  who: 'admin',
  write(world, sent, before) {
    const name = nameOf(sent, before)
    if ([...brandsOf(world).scan()].some((brand) => brand.id !== before?.id && brand.name === name))
      raise(invalid({ name: [{ description: 'Name has already been taken', error: 'DuplicateValue' }] }))
    return {
      id: before?.id ?? nextId(world),
      name,
      subdomain: String(sent.subdomain ?? before?.subdomain ?? name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')),
      active: typeof sent.active === 'boolean' ? sent.active : (before?.active ?? true),
      default: before?.default ?? false,
      signature_template: String(sent.signature_template ?? before?.signature_template ?? '{{agent.signature}}'),
      ...stamped(world, before),
    }
  },
  show: (world, brand) => ({
    name: brand.name,
    brand_url: `https://${brand.subdomain}.zendesk.com`,
    subdomain: brand.subdomain,
    host_mapping: null,
    has_help_center: false,
    help_center_state: 'disabled',
    active: brand.active,
    default: brand.default,
    is_deleted: false,
    logo: null,
    ticket_form_ids: [accountOf(world).formId],
    signature_template: brand.signature_template,
    created_at: brand.created_at,
    updated_at: brand.updated_at,
  }),
  remove(_world, brand) {
    if (brand.default) raise(flat('RecordInvalid', 422, 'The default brand cannot be deleted'))
  },
}

export const brandJson = (context: Pick<Context, 'world' | 'base'>, brand: Brand) => shown(kind, context, brand)

export const brandOperations: Operation[] = crud(kind)
