import type { NoticeView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { timeOfDay } from '../state/time.ts'

/** What the integration says went wrong. Its own words are its own language. */
export function Notices({ notices }: { notices: readonly NoticeView[] }) {
  const { crm: w } = words.value
  return (
    <section class={notices.every(({ kind }) => kind === 'information') ? 'notices calm' : 'notices'} aria-labelledby="notices-title">
      <h3 id="notices-title">{w.notices}</h3>
      <ul>
        {notices.map((notice) => (
          <li key={`${notice.at} ${notice.kind} ${'field' in notice ? notice.field : 'message' in notice ? notice.message : ''}`} class={notice.kind}>
            <span class="faint">{timeOfDay(notice.at)}</span> <NoticeText notice={notice} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function NoticeText({ notice }: { notice: NoticeView }) {
  const { crm: w } = words.value
  switch (notice.kind) {
    case 'failed':
      return (
        <>
          <span class="strong">{w.failed(notice.what)}</span> {notice.status} <span lang="en">{notice.message}</span>
        </>
      )
    case 'lost':
      return <span class="strong">{(notice.unit === 'bytes' ? w.lostBytes : w.lost)(notice.field, notice.sent, notice.kept)}</span>
    case 'rejected':
      return (
        <>
          <span class="strong">{w.rejected}</span> <span lang="en">{notice.message}</span>
        </>
      )
    case 'information':
      return <span lang="en">{notice.message}</span>
  }
}
