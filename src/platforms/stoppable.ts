/** What comes of some work; `undefined` as soon as everything stops, whatever becomes of the work then. */
export function unlessStopped<Result>(
  work: Promise<Result>,
  stopped: AbortSignal,
): Promise<Result | undefined> {
  // Not by Promise.race: what lives as long as the process would keep all work that ever was.
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined)
    if (stopped.aborted) stop()
    stopped.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => stopped.removeEventListener('abort', stop))
  })
}

/** The same waiting, which ends at once where everything stops. */
export function stoppable(wait: (milliseconds: number) => Promise<void>, stopped: AbortSignal) {
  return async (milliseconds: number): Promise<void> => unlessStopped(wait(milliseconds), stopped)
}
