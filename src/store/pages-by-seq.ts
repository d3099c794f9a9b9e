/** Rows in the order of their making, page by page; `read` gives at most `size` of them after a `seq`. */
export async function* pagesBySeq<Row extends { readonly seq: number }>(
  size: number,
  read: (after: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let after = 0; ; ) {
    const rows = await read(after)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < size) return
    after = last.seq
  }
}
