/**
 * Literals of which any text that matches `source` must hold at least one, each of three characters or more;
 * `undefined` where there is no such set. Knows the syntax used in `phrases.ts`, not all of it: an unknown
 * construct may only cost a literal, never invent one. The idea is that of Cox's trigram index (Google Code
 * Search, 2012).
 */
export function requiredLiterals(source: string): readonly string[] | undefined {
  return new Reader(source).alternatives()
}

const SHORTEST = 3

class Reader {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  /** Reads up to the end of the group, or of the source. */
  alternatives(): readonly string[] | undefined {
    const all: string[] = []
    let complete = true
    for (;;) {
      const best = this.#sequence()
      if (best === undefined) complete = false
      else all.push(...best)
      if (this.#source[this.#at] !== '|') break
      this.#at += 1
    }
    return complete ? all : undefined
  }

  #sequence(): readonly string[] | undefined {
    let best: readonly string[] | undefined
    let run = ''
    const offer = (literals: readonly string[] | undefined): void => {
      if (literals?.every((each) => each.length >= SHORTEST) && isBetter(literals, best)) best = literals
    }
    const flush = (): void => {
      if (run !== '') offer([run])
      run = ''
    }
    while (this.#at < this.#source.length) {
      const char = this.#source[this.#at] ?? ''
      if (char === '|' || char === ')') break
      const atom = this.#atom(char)
      const optional = this.#quantifier()
      if (atom.literal !== undefined && optional === undefined) {
        run += atom.literal
        continue
      }
      // "a+" still needs one "a" before what follows, but what follows does not touch it for certain.
      if (atom.literal !== undefined && optional === false) run += atom.literal
      flush()
      if (atom.group !== undefined && optional !== true) offer(atom.group)
    }
    flush()
    return best
  }

  /** One character, class, escape or group, without its quantifier. */
  #atom(char: string): { literal?: string; group?: readonly string[] | undefined } {
    this.#at += 1
    if (char === '(') {
      const head = /^\?(?::|!|=|<=|<!)/.exec(this.#source.slice(this.#at, this.#at + 3))?.[0] ?? ''
      this.#at += head.length
      const group = this.alternatives()
      this.#at += 1
      return head === '?:' ? { group } : {}
    }
    if (char === '[') {
      this.#at = this.#source.indexOf(']', this.#at) + 1
      return {}
    }
    if (char === '\\') {
      const escaped = this.#source[this.#at] ?? ''
      this.#at += 1
      return /[a-z]/i.test(escaped) ? {} : { literal: escaped }
    }
    return char === '^' || char === '$' || char === '.' ? {} : { literal: char }
  }

  /** `undefined` where there is none, else whether it allows the atom to be absent. */
  #quantifier(): boolean | undefined {
    const found = /^(?:[?*+]|\{(\d+)(?:,\d*)?\})\??/.exec(this.#source.slice(this.#at, this.#at + 12))
    if (found === null) return undefined
    this.#at += found[0].length
    return found[0].startsWith('?') || found[0].startsWith('*') || found[1] === '0'
  }
}

function isBetter(literals: readonly string[], than: readonly string[] | undefined): boolean {
  if (than === undefined) return true
  const shortest = (set: readonly string[]): number => Math.min(12, ...set.map(({ length }) => length))
  const gain = shortest(literals) - shortest(than)
  return gain > 0 || (gain === 0 && literals.length < than.length)
}
