interface Due {
  readonly at: number
  readonly work: () => void
}

/** Time that passes only when the test says so, in milliseconds. */
export function virtualTime() {
  let now = 0
  const due = new Set<Due>()
  const later = (milliseconds: number, work: () => void) => {
    const one = { at: now + milliseconds, work }
    due.add(one)
    return () => void due.delete(one)
  }
  /** Lets every promise run that can. */
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    timer: () => now,
    later,
    settle,
    sleep: (milliseconds: number) => new Promise<void>((resolve) => void later(milliseconds, resolve)),
    /** Lets time pass, and everything happen that is due meanwhile, in its order. */
    async pass(milliseconds: number): Promise<void> {
      const end = now + milliseconds
      await settle()
      for (;;) {
        const [next] = [...due].toSorted((a, b) => a.at - b.at)
        if (!next || next.at > end) break
        due.delete(next)
        now = Math.max(now, next.at)
        next.work()
        await settle()
      }
      now = end
    },
  }
}
