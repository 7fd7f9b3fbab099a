import type { Row } from './row.ts'

type Stored = Row['values'][string]

/** The columns of a draft by name, in the order in which they were set: one more than the shape before it. */
class Shape {
  readonly name: string
  readonly before: Shape | undefined
  readonly size: number
  /** What was set behind it the last time: most rows of a table are filled in alike. */
  usual: Shape | undefined
  #others: Map<string, Shape> | undefined
  #template: Record<string, Stored> | undefined

  constructor(name: string, before: Shape | undefined) {
    this.name = name
    this.before = before
    this.size = before ? before.size + 1 : 0
  }

  /** The same with one column more. */
  with(name: string): Shape {
    this.#others ??= new Map()
    let next = this.#others.get(name)
    if (!next) {
      shapes++
      this.#others.set(name, (next = new Shape(name, this)))
    }
    this.usual = next
    return next
  }

  /** At which place a column was set; -1: it was not. */
  placeOf(name: string): number {
    for (let shape: Shape = this; shape.before; shape = shape.before) if (shape.name === name) return shape.size - 1
    return -1
  }

  get names(): string[] {
    const names: string[] = []
    for (let shape: Shape = this; shape.before; shape = shape.before) names.push(shape.name)
    return names.reverse()
  }

  /** An object with these columns and nothing in them. What a parser of JSON makes is no hash table, as long as it has not more than 128 members. */
  get template(): Record<string, Stored> {
    return (this.#template ??= JSON.parse(`{${this.names.map((name) => `${JSON.stringify(name)}:null`).join()}}`) as Record<string, Stored>)
  }
}

/** So many are kept: a client that sends its columns in ever new orders must not fill the memory. */
const MOST_SHAPES = 20_000
let shapes = 0
let empty = new Shape('', undefined)

/**
 * The columns of a row that is being written; what is null is absent.
 *
 * An object to which thirty properties are added one by one becomes a hash table of 1.6 kB in V8, slow to fill and dear to the garbage collector; a copy of one
 * that has these properties already has a sixth of that and is filled in a third of the time. So the columns are collected first, and the row is then a
 * copy of a template that all rows with the same columns share.
 */
export class Draft {
  #shape: Shape
  #values: Stored[] = []

  constructor() {
    if (shapes > MOST_SHAPES) {
      shapes = 0
      empty = new Shape('', undefined)
    }
    this.#shape = empty
  }

  set(name: string, value: unknown): void {
    const { usual } = this.#shape
    if (value === null || value === undefined) this.#drop(name)
    else if (usual?.name === name) {
      this.#shape = usual
      this.#values.push(value as Stored)
    } else {
      const place = this.#shape.placeOf(name)
      if (place < 0) this.#shape = this.#shape.with(name)
      this.#values[place < 0 ? this.#values.length : place] = value as Stored
    }
  }

  /** All columns of a record, one after the other. */
  take(columns: Readonly<Record<string, unknown>> | undefined): void {
    for (const name in columns) this.set(name, columns[name])
  }

  get(name: string): Stored | undefined {
    const place = this.#shape.placeOf(name)
    return place < 0 ? undefined : this.#values[place]
  }

  #drop(name: string): void {
    const place = this.#shape.placeOf(name)
    if (place < 0) return
    const [names, values] = [this.#shape.names, this.#values]
    this.#shape = empty
    this.#values = []
    for (const [i, other] of names.entries()) if (i !== place) this.set(other, values[i])
  }

  /** The row's columns, in the order in which they were set first. */
  done(): Row['values'] {
    const values = { ...this.#shape.template }
    for (let shape = this.#shape; shape.before; shape = shape.before) values[shape.name] = this.#values[shape.size - 1] as Stored
    return values
  }
}
