/** What comes of some work; `late` where that takes more than so many milliseconds. The work goes on all the same. */
export async function inTime<Result>(work: Promise<Result>, milliseconds: number): Promise<Result | 'late'> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => resolve('late'), milliseconds)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
