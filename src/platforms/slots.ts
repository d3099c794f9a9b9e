/** Counts what each holder has open, up to a limit. */
export class Slots {
  readonly #limit: number
  readonly #open = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Takes one slot; the result gives it back, once. `undefined` when the holder has all of theirs open. */
  take(holder: string): (() => void) | undefined {
    const open = this.#open.get(holder) ?? 0
    if (open >= this.#limit) return undefined
    this.#open.set(holder, open + 1)
    let given = false
    return () => {
      if (given) return
      given = true
      const left = (this.#open.get(holder) ?? 1) - 1
      if (left > 0) this.#open.set(holder, left)
      else this.#open.delete(holder)
    }
  }
}
