import { describeError } from '../errors.ts'
import { write } from './output.ts'

/** One thing the doctor looks at. `look` says what it found, or throws with a message that says how to mend it. */
export interface Check {
  readonly name: string
  look(): Promise<string | Warning>
}

/** Works, but not as well as it could; says how to better it. */
export interface Warning {
  readonly warning: string
}

/** Runs every check, a line each, and tells whether none was bad. */
export async function doctor(
  terminal: { readonly stdout: NodeJS.WritableStream },
  checks: readonly Check[],
): Promise<boolean> {
  let well = true
  for (const { name, look } of checks) {
    try {
      const found = await look()
      const line = typeof found === 'string' ? `ok   ${name}: ${found}` : `warn ${name}: ${found.warning}`
      await write(terminal.stdout, `${line}\n`)
    } catch (error) {
      well = false
      await write(terminal.stdout, `bad  ${name}: ${describeError(error)}\n`)
    }
  }
  return well
}
