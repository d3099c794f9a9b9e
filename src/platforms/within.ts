import { inTime } from './in-time.ts'

/**
 * Whether something came to its end in so many milliseconds; what takes longer goes on unwatched, and no failure
 * of it counts any more.
 *
 * @throws what the work throws in that time
 */
export async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  return (
    (await inTime(
      work.then(() => true),
      milliseconds,
    )) !== 'late'
  )
}
