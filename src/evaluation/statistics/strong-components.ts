/**
 * The parts of a directed graph within which every node can be reached from every other, each as its nodes in order.
 * @param edges the nodes that each node leads to
 */
export function strongComponents(edges: readonly ReadonlySet<number>[]): readonly (readonly number[])[] {
  const back = edges.map(() => new Set<number>())
  for (const [from, targets] of edges.entries()) for (const to of targets) back[to]?.add(from)
  const placed = new Set<number>()
  const components: number[][] = []
  for (const node of edges.keys()) {
    if (placed.has(node)) continue
    const behind = reached(back, node)
    const component = [...reached(edges, node)].filter((each) => behind.has(each)).sort((a, b) => a - b)
    for (const each of component) placed.add(each)
    components.push(component)
  }
  return components
}

function reached(edges: readonly ReadonlySet<number>[], start: number): ReadonlySet<number> {
  const seen = new Set([start])
  // A set gives what is added to it while it is walked.
  for (const node of seen) for (const next of edges[node] ?? []) seen.add(next)
  return seen
}
