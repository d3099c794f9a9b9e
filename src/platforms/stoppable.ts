/** The same waiting, which ends at once where everything stops. */
export function stoppable(wait: (milliseconds: number) => Promise<void>, stopped: AbortSignal) {
  // Not by Promise.race: what lives as long as the process would keep every wait that ever was.
  return (milliseconds: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const stop = () => resolve()
      if (stopped.aborted) stop()
      stopped.addEventListener('abort', stop, { once: true })
      wait(milliseconds)
        .then(resolve, reject)
        .finally(() => stopped.removeEventListener('abort', stop))
    })
}
