import { agreement as measure } from '../crowd/agreement.ts'
import { type Level, scaleOf } from '../crowd/scale.ts'
import { seededRandom } from '../crowd/seeded-random.ts'
import { countRepeats, votesByTask } from '../crowd/votes-by-task.ts'
import { type Terminal, write } from './output.ts'
import { labelReader, readVotes, repeatsNote } from './read-votes.ts'

/** Tasks are drawn alike each time, so that the same votes give the same interval. */
const SEED = 1

/**
 * Agreement of annotators, CSV in and one JSON object out.
 *
 * @throws {InputError} with the line that cannot be used
 */
export async function agreement(
  terminal: Terminal,
  options: { readonly file: string; readonly level: Level; readonly order?: readonly string[] },
): Promise<void> {
  const { file, level, order } = options
  const table = await readVotes(terminal.stdin, file, labelReader(level, order))
  const repeats = countRepeats(votesByTask(table), table.annotators.length)
  if (repeats > 0) await write(terminal.stderr, `${repeatsNote(repeats)}\n`)
  const figures = measure(table, scaleOf(level, table.labels, order), { random: seededRandom(SEED) })
  await write(terminal.stdout, `${JSON.stringify(figures, null, 2)}\n`)
}
