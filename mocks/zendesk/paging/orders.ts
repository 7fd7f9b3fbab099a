import type { Order, SortKey } from './cursor.ts'

interface Numbered {
  id: number
}
interface Created extends Numbered {
  created_at: string
}

const id: SortKey<Numbered> = { type: 'i', of: (row) => row.id }
export const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000)

/** Sort specifications as the service names them in its cursors. */
export const byId: Order<Numbered> = { name: 'id', keys: [id] }
export const byNiceId: Order<Numbered> = { name: 'nice_id', keys: [id] }
export const byCreation: Order<Created> = { name: 'created_at,id', keys: [{ type: 'd', of: (row) => seconds(row.created_at) }, id] }
export const byName: Order<Numbered & { name: string }> = { name: 'name,id', keys: [{ type: 's', of: (row) => row.name }, id] }
export const byPosition: Order<Numbered & { position: number }> = { name: 'position,id', keys: [{ type: 'i', of: (row) => row.position }, id] }

/** The same order from its other end. */
export const reversed = <T>(order: Order<T>): Order<T> => ({ ...order, name: `-${order.name}` })
