/** Where a subcommand writes and reads; the process's own streams outside tests. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

/** Writes to a stream and waits while its reader is slow. */
export async function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  if (stream.write(text)) return
  await new Promise<void>((resolve) => stream.once('drain', () => resolve()))
}
