/** What is to be done about something, by its name; a name that ends in `_` stands for all that begin with it. */
export class Routes<Handler> {
  readonly #exact: ReadonlyMap<string, Handler>
  /** The longest first. */
  readonly #prefixes: readonly (readonly [prefix: string, handler: Handler])[]

  constructor(handlers: Readonly<Record<string, Handler>>) {
    const all = Object.entries(handlers)
    this.#exact = new Map(all)
    this.#prefixes = all.filter(([name]) => name.endsWith('_')).toSorted(([a], [b]) => b.length - a.length)
  }

  of(name: string): Handler | undefined {
    return this.#exact.get(name) ?? this.#prefixes.find(([prefix]) => name.startsWith(prefix))?.[1]
  }
}
