/** Enough to halve any span between ordinary numbers down to the last bit of a double. */
const HALVINGS = 100

/** The place between `low` and `high` up to which a condition holds that holds at first and then no more. */
export function lastWhere(holds: (place: number) => boolean, low: number, high: number): number {
  let [held, broken] = [low, high]
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (held + broken) / 2
    if (middle === held || middle === broken) break
    if (holds(middle)) held = middle
    else broken = middle
  }
  return (held + broken) / 2
}
