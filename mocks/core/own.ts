/** What a table has under a name that a stranger chose: `constructor` and `__proto__` are names like any other. */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(table, name) ? table[name] : undefined)
