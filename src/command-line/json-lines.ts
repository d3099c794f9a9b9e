import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { InputError } from '../errors.ts'
import { type Terminal, write } from './output.ts'

/**
 * Reads JSON Lines, turns each into one result, and writes that as a line. Blank lines are skipped.
 *
 * @throws {InputError} with the number of the first line that cannot be used; the results before it are written
 */
export async function mapJsonLines<Row>(
  terminal: Terminal,
  schema: z.ZodType<Row>,
  shape: string,
  map: (row: Row, line: number) => unknown,
): Promise<void> {
  let number = 0
  for await (const line of createInterface({ input: terminal.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    const text = line.replace(/^\uFEFF/, '').trim()
    if (text === '') continue
    const parsed = schema.safeParse(parseJson(text))
    if (!parsed.success)
      throw new InputError(`Line ${number} is not usable. Give one JSON object a line: ${shape}`)
    await write(terminal.stdout, `${JSON.stringify(await map(parsed.data, number))}\n`)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
