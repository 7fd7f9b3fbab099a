import { page } from './html/page.ts'
import type { ReporterOptions } from './output.ts'
import type { PlayResult, Reporter } from './reporter.ts'
import { saveReport } from './save.ts'

/** For people who were not there: an overview, and each play as a picture. */
export function html({ output, command }: Pick<ReporterOptions, 'output' | 'command'>, file: string): Reporter {
  const results: PlayResult[] = []
  return {
    records: true,
    on(event) {
      if (event.kind === 'play-ended') results.push(event.result)
    },
    async end(summary) {
      await saveReport(file, await page(results, summary, command))
      output.write(`  The report is in ${file}\n`)
    },
  }
}
