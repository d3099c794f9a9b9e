/** The same waiting, which ends at once where everything stops. */
export function stoppable(wait: (milliseconds: number) => Promise<void>, stopped: AbortSignal) {
  const stop = new Promise<void>((resolve) => {
    if (stopped.aborted) resolve()
    else stopped.addEventListener('abort', () => resolve(), { once: true })
  })
  return (milliseconds: number): Promise<void> => Promise.race([wait(milliseconds), stop])
}
