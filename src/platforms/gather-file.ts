import type { CommandFile } from '../../commands/command.ts'

/** The whole content of a file, for a platform that takes it in one piece, or the line to tell instead. `limit` is in bytes. */
export async function gatherFile(
  { name, content, ifTooLarge }: CommandFile,
  limit: number,
): Promise<Buffer | string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const text of content()) {
    const piece = Buffer.from(text)
    size += piece.length
    if (size > limit) return ifTooLarge
    pieces.push(piece)
  }
  return size === 0 ? `There is nothing to put into \`${name}\` yet.` : Buffer.concat(pieces)
}
