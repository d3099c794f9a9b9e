/**
 * Shares room among texts: whoever needs less than an equal share leaves the rest to the others. Gives the room of each, in
 * the unit of the lengths; together they take at most the whole.
 */
export function shareRoom(lengths: readonly number[], whole: number): readonly number[] {
  const room = new Map<number, number>()
  let left = whole
  const shortestFirst = [...lengths.entries()].toSorted(([, a], [, b]) => a - b)
  for (const [place, [index, length]] of shortestFirst.entries()) {
    const share = Math.floor(left / (lengths.length - place))
    const taken = Math.min(length, share)
    room.set(index, taken)
    left -= taken
  }
  return lengths.map((_, index) => room.get(index) ?? 0)
}
