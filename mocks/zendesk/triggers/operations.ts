import type { Operation } from '../../core/index.ts'
import { crud, shown } from '../crud.ts'
import { byPosition } from '../paging/orders.ts'
import { paged } from '../paging/page.ts'
import { api } from '../route.ts'
import { type Trigger, triggerKind, triggersOf } from './trigger.ts'

const active = ({ active }: Trigger) => active

export const triggerOperations: Operation[] = [
  ...api('GET', '/api/v2/triggers/active', 'triggers.active', { scope: 'triggers' }, (context) =>
    paged(context, 'triggers', [...triggersOf(context.world).scan()].filter(active), (row: Trigger) => shown<Trigger>(triggerKind, context, row), {
      order: byPosition,
    }),
  ),
  ...crud(triggerKind),
]
