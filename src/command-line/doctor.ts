import { describeError } from '../errors.ts'
import { type Terminal, write } from './output.ts'

/** One thing the doctor looks at. `look` says what it found, or throws with a message that says how to mend it. */
export interface Check {
  readonly name: string
  look(): Promise<string>
}

/** Runs every check, a line each, and tells whether all were well. */
export async function doctor(terminal: Terminal, checks: readonly Check[]): Promise<boolean> {
  let well = true
  for (const { name, look } of checks) {
    try {
      await write(terminal.stdout, `ok   ${name}: ${await look()}\n`)
    } catch (error) {
      well = false
      await write(terminal.stdout, `bad  ${name}: ${describeError(error)}\n`)
    }
  }
  return well
}
