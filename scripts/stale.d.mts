/** Whether a source is newer than what was built of it, or nothing was built. */
export function stale(root?: string): boolean
