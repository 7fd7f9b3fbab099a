import type { MarkView } from '../../protocol.ts'

/** The report's shapes: told apart by shape, colour only repeats it. */
export function Shape({ shape, x, y }: { shape: MarkView['shape']; x: number; y: number }) {
  switch (shape) {
    case 'step':
      return <circle cx={x} cy={y} r={4.5} />
    case 'notice':
      return <circle cx={x} cy={y} r={3} />
    case 'trigger':
      return <path d={`M${x} ${y - 7}l7 7l-7 7l-7-7z`} />
    case 'read':
      return <circle class="hollow" cx={x} cy={y} r={4.5} />
    case 'write':
      return <rect class="block" x={x - 5} y={y - 5} width={10} height={10} rx={1} />
    case 'failed':
      return <path class="stroke" d={`M${x - 5} ${y - 5}l10 10m0-10l-10 10`} />
    case 'finding':
      return (
        <>
          <path d={`M${x} ${y - 8}h9l-3 4l3 4h-9z`} />
          <path class="stroke" d={`M${x} ${y - 8}v16`} />
        </>
      )
  }
}
