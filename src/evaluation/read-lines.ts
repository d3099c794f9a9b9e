import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { InputError } from '../errors.ts'

/**
 * The lines of a file that Recourse wrote, with their numbers from 1; none where there is no file. A last line that
 * does not end is left out: its writing was broken off.
 *
 * @throws {InputError} with the number of a line that is not as it was written
 */
export async function* readLines<Line>(
  path: string,
  schema: z.ZodType<Line>,
): AsyncGenerator<{ readonly number: number; readonly value: Line }> {
  if (!existsSync(path)) return
  let number = 0
  let torn: InputError | undefined
  for await (const text of createInterface({ input: createReadStream(path) })) {
    number += 1
    if (torn) throw torn
    const parsed = schema.safeParse(parseJson(text))
    if (parsed.success) yield { number, value: parsed.data }
    else torn = new InputError(`${path}, line ${number}: this is not what Recourse wrote there.`)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
