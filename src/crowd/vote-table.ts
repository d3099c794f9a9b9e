/**
 * Votes as three columns of small numbers beside the names these stand for, so that ten million votes fit in
 * memory with each name held once. Vote `i` says: `annotators[annotator[i]]` gave `tasks[task[i]]` the label
 * `labels[label[i]]`. Two votes of one annotator on one task are two votes.
 */
export interface VoteTable {
  readonly tasks: readonly string[]
  readonly annotators: readonly string[]
  readonly labels: readonly string[]
  readonly task: Uint32Array
  readonly annotator: Uint32Array
  readonly label: Uint32Array
}

/** One vote by its names. */
export interface NamedVote {
  readonly task: string
  readonly annotator: string
  readonly label: string
}

export interface VoteTableBuilder {
  add(task: string, annotator: string, label: string): void
  /** The table of what was added; the builder is not to be used after it. */
  finish(): VoteTable
}

/** @param onName is told each name when it first comes; what it throws, `add` throws. */
export function createVoteTable(onName: (name: string) => void = () => undefined): VoteTableBuilder {
  const tasks = createNames(onName)
  const annotators = createNames(onName)
  const labels = createNames(onName)
  let columns = [new Uint32Array(1024), new Uint32Array(1024), new Uint32Array(1024)] as const
  let size = 0
  return {
    add(task, annotator, label) {
      if (size === columns[0].length)
        columns = [grown(columns[0]), grown(columns[1]), grown(columns[2])] as const
      columns[0][size] = tasks.idOf(task)
      columns[1][size] = annotators.idOf(annotator)
      columns[2][size] = labels.idOf(label)
      size += 1
    },
    finish: () => ({
      tasks: tasks.all,
      annotators: annotators.all,
      labels: labels.all,
      task: columns[0].subarray(0, size),
      annotator: columns[1].subarray(0, size),
      label: columns[2].subarray(0, size),
    }),
  }
}

export function voteTableOf(votes: Iterable<NamedVote>): VoteTable {
  const builder = createVoteTable()
  for (const { task, annotator, label } of votes) builder.add(task, annotator, label)
  return builder.finish()
}

/** Numbers names from 0 in the order in which they first come. */
function createNames(onName: (name: string) => void) {
  const ids = new Map<string, number>()
  const all: string[] = []
  return {
    all,
    idOf(name: string): number {
      const known = ids.get(name)
      if (known !== undefined) return known
      onName(name)
      ids.set(name, all.length)
      return all.push(name) - 1
    },
  }
}

function grown(column: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(column.length * 2)
  larger.set(column)
  return larger
}
