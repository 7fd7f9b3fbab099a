/** Words that stand for "no value" in a flow: defaults of variables in published templates, and what a missing value turns into as text. */
export const PLACEHOLDER = /^(NA|N\/A|null|none|nil|undefined|NaN|unknown|\[object Object\])$/i

/** The words of a prompt that a caller must never hear. */
export const placeholdersIn = (text: string): string[] => text.match(/\b(NA|null|undefined|NaN)\b|\bN\/A\b|\[object Object\]|\{\{[^}]*\}\}/g) ?? []
