import { words } from '../i18n/index.ts'
import { hrefOf } from '../state/route.ts'

/** Numbers of exchanges, each leading to its request and response. */
export const ExchangeLinks = ({ ids }: { ids: readonly number[] }) => (
  <span class="exchange-links">
    {ids.map((id) => (
      <a key={id} class="chip" href={hrefOf('hood', id)} aria-label={words.value.crm.exchange(id)}>
        #{id}
      </a>
    ))}
  </span>
)
