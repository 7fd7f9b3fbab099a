import { isAbsolute, relative, sep } from 'node:path'

/** A file as people name it: from the working folder where it is in there, with slashes. */
export function shownPath(file: string, from: string = process.cwd()): string {
  const near = isAbsolute(file) ? relative(from, file) : file
  return near.startsWith('..') || isAbsolute(near) ? file : near.split(sep).join('/')
}
