import { InputError } from '../errors.ts'

/** Where a subcommand writes and reads; the process's own streams outside tests. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
}

/**
 * Writes to a stream and waits until its reader has taken it.
 *
 * @throws {OutputClosed} when the reader has gone away, as `head` does
 * @throws {InputError} when it cannot be written, as on a full disk
 */
export function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve()
      else if ('code' in error && error.code === 'EPIPE') reject(new OutputClosed())
      else
        reject(
          new InputError('The output cannot be written: free some space, or write elsewhere.', {
            cause: error,
          }),
        )
    })
  })
}

/** Nobody reads the output any more, which ends a command quietly. */
export class OutputClosed extends Error {}
